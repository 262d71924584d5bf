from django.http import HttpResponse


def case(request, pk):
    return HttpResponse("")
