"""Commands to devices: ask, approve, withdraw, follow (反控)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.registry.error import RegistryError
from bihuan.registry.forms.command import CommandForm
from bihuan.registry.models import Device, DeviceCommand
from bihuan.registry.permission import MAY_COMMAND
from bihuan.registry.queries import command_list, commands_to_approve
from bihuan.registry.services import approve_command, queue_command, withdraw_command
from bihuan.registry.views.access import business_page, visible
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

FORM = "registry/part/command_form.html"
WITHDRAWN = "由页面撤回"


@business_page
def commands(request: PageRequest) -> HttpResponse:
    """Commands that wait for this person's approval, and all others (反控命令)."""
    listing = command_list(user=person(request))
    context = {
        "waiting": list(commands_to_approve(user=person(request))),
        "page": page_of(listing, request),
    }
    parts = {"commands": "registry/part/command_list.html"}
    return render_page(request, "registry/commands.html", context, parts=parts)


@business_page
def new_command(request: PageRequest, pk: int) -> HttpResponse:
    """The form of a command; choosing another command brings its fields (下发命令)."""
    device = visible(Device.objects.all(), person(request), pk)
    if not person(request).data_scope.holds(*MAY_COMMAND):
        raise PermissionDenied("您的岗位不能下发命令")
    if request.method != "POST":
        form = CommandForm(device, None, code=request.GET.get("command", ""), now=request.now)
        return render(request, FORM, {"device": device, "form": form})
    form = CommandForm(device, request.POST, code=request.POST.get("command", ""), now=request.now)
    if form.is_valid() and _queued(request, device, form):
        return _back(request, device)
    return render(request, FORM, {"device": device, "form": form})


def _queued(request: PageRequest, device: Device, form: CommandForm) -> bool:
    try:
        queue_command(
            device,
            command_code=form.code,
            parameters=form.parameters,
            by=person(request),
            now=request.now,
        )
    except RegistryError as error:
        form.add_error(None, str(error))
        return False
    done = "命令已提交，等待另一人复核。" if form.needs_approval else "命令已提交，等待发送。"
    messages.success(request, done)
    return True


@require_POST
@business_page
def approve(request: PageRequest, pk: int) -> HttpResponse:
    """Approve a command as the second person (复核)."""
    command = visible(DeviceCommand.objects.all(), person(request), pk)
    try:
        approve_command(command, by=person(request), now=request.now)
        messages.success(request, "已复核通过，命令进入发送队列。")
    except RegistryError as error:
        messages.error(request, str(error))
    return _back(request, command.device)


@require_POST
@business_page
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Withdraw a command that has not been sent (撤回)."""
    command = visible(DeviceCommand.objects.all(), person(request), pk)
    reason = request.POST.get("reason", "").strip()[:200] or WITHDRAWN
    try:
        withdraw_command(command, reason=reason, by=person(request), now=request.now)
        messages.success(request, "命令已撤回。")
    except RegistryError as error:
        messages.error(request, str(error))
    return _back(request, command.device)


def _back(request: PageRequest, device: Device) -> HttpResponse:
    """To the device's page, by a redirect that HTMX follows as a whole page."""
    answer = redirect("registry:device", device.pk)
    if not request.htmx:
        return answer
    return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
