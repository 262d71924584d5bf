"""Settings of the platform, read once from the environment; `environment` does the reading."""

from pathlib import Path

from bihuan.main import environment

PACKAGE = Path(__file__).parents[1]
HOME = environment.folder("BIHUAN_HOME", Path("var"))
DEMO = environment.switch("BIHUAN_DEMO")
DEBUG = environment.switch("BIHUAN_DEBUG")
SECRET_KEY = environment.secret("BIHUAN_SECRET_KEY", HOME, demo=DEMO)
ALLOWED_HOSTS = environment.words("BIHUAN_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("BIHUAN_ORIGINS", "")

TELEMETRY_ROOT = environment.folder("BIHUAN_TELEMETRY", HOME / "telemetry")
BACKUPS = environment.path("BIHUAN_BACKUPS")
BACKUPS_OFFSITE = environment.text("BIHUAN_BACKUPS_OFFSITE", "")
BACKUPS_KEPT = environment.whole("BIHUAN_BACKUPS_KEPT", 14, least=2, most=400)
CERTIFICATE = environment.path("BIHUAN_CERTIFICATE")
AUDIT_DAYS = environment.whole("BIHUAN_AUDIT_DAYS", 3 * 365, least=180, most=36_500)
ANCHORS = environment.folder("BIHUAN_ANCHORS", HOME / "anchors")
ARCHIVE = environment.folder("BIHUAN_ARCHIVE", HOME / "archive")
CREDENTIALS = environment.path("BIHUAN_CREDENTIALS")  # one file a password of another's platform
EXCHANGE_ROOT = environment.folder("BIHUAN_EXCHANGE", HOME / "exchange")
EVIDENCE = environment.bucket("BIHUAN_EVIDENCE")  # nothing: contents lie under FILES_ROOT
FILES_ROOT = environment.folder("BIHUAN_FILES", HOME / "files")
WEB_PORT = environment.whole("BIHUAN_WEB_PORT", 8000, least=1, most=65535)
WEB_ADDRESS = environment.text("BIHUAN_WEB_ADDRESS", "127.0.0.1")
TIANDITU_KEY = environment.text(
    "BIHUAN_TIANDITU_KEY"
)  # off without a key: no outside host is asked
BOUNDARIES = environment.path("BIHUAN_BOUNDARIES")
PUBLIC_ADDRESS = environment.text("BIHUAN_PUBLIC_ADDRESS", f"http://{WEB_ADDRESS}:{WEB_PORT}")
CHANNEL_SECRETS = environment.path("BIHUAN_CHANNEL_SECRETS")
SCANNER = environment.socket("BIHUAN_SCANNER")  # of clamd; nothing is scanned without it
GATEWAY_PORT = environment.whole("BIHUAN_GATEWAY_PORT", 9212, least=1, most=65535)
UPSTREAM_PORT = environment.whole("BIHUAN_UPSTREAM_PORT", 9380, least=1, most=65535)
GATEWAY_ADDRESS = environment.text("BIHUAN_GATEWAY_ADDRESS", "127.0.0.1")
MQTT_URL: str = environment.text("BIHUAN_MQTT_URL") or ""
MQTT_PASSWORD: str = environment.text("BIHUAN_MQTT_PASSWORD") or ""
MQTT_CA = environment.path("BIHUAN_MQTT_CA")
MQTT_PREFIX = (environment.text("BIHUAN_MQTT_PREFIX") or "bihuan").strip("/")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "bihuan.ui",
    "bihuan.accounts",
    "bihuan.registry",
    "bihuan.documents",
    "bihuan.notify",
    "bihuan.cases",
    "bihuan.watch",
    "bihuan.reports",
    "bihuan.air",
    "bihuan.gateway",
    "bihuan.main",
]

MIDDLEWARE = [
    "bihuan.main.clock.ClockMiddleware",
    "bihuan.main.headers.ContentPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "bihuan.accounts.middleware.ActingAddressMiddleware",
    "bihuan.accounts.middleware.GateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bihuan.documents.middleware.StoreMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "bihuan.main.urls"
ASGI_APPLICATION = "bihuan.main.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bihuan.ui.context.page",
            ],
        },
    },
]

DATABASES = {"default": environment.database("BIHUAN_DATABASE_URL", HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "bihuan.accounts.backend.PersonBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "bihuan.accounts.password.LengthValidator"},
    {"NAME": "bihuan.accounts.password.KindsValidator"},
    {"NAME": "bihuan.accounts.password.WeakListValidator"},
    {"NAME": "bihuan.accounts.password.HistoryValidator"},
]
AXES_FAILURE_LIMIT = "bihuan.accounts.lockout.failure_limit"
AXES_COOLOFF_TIME = "bihuan.accounts.lockout.cool_off"
AXES_LOCKOUT_CALLABLE = "bihuan.accounts.lockout.locked_page"
AXES_USERNAME_CALLABLE = "bihuan.accounts.lockout.name_to_count"
AXES_LOCKOUT_PARAMETERS = ["username"]  # a whole bureau often shares one address
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # it asks for the address to be counted as well
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the audit trail is ours
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "碧环"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.switch("BIHUAN_HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {  # what people upload to be read once; kept documents lie under FILES_ROOT
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "uploads"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": environment.text("BIHUAN_LOG", "INFO")},
}
