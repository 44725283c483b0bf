"""Django settings, all derived from `configuration`."""

from pathlib import Path

from csp.constants import NONE, SELF

from siantar import clock
from siantar.project.configuration import Configuration

CONFIGURATION = Configuration()
SIANTAR_TRAINING = CONFIGURATION.trains()  # before a demo makes keys in the folder of another kind
KEYS = CONFIGURATION.keys()
if CONFIGURATION.clock_ahead():
    clock.set_source(clock.shifted(CONFIGURATION.clock_ahead()))
BASE = Path(__file__).resolve().parent.parent
SIANTAR_DATA = CONFIGURATION.own_folder()

SECRET_KEY = KEYS["secret"]
SIANTAR_FIELD_KEY = KEYS["field"]
SIANTAR_INDEX_KEY = KEYS["index"]
SIANTAR_PHONE_KEY = KEYS.get("phones", KEYS["field"])
SIANTAR_PUSH_KEY = KEYS.get("push", KEYS["field"])
SECRET_KEY_FALLBACKS = [KEYS["secret_former"]] if "secret_former" in KEYS else []
SIANTAR_DEMO = CONFIGURATION.demo
SIANTAR_BASE_URL = CONFIGURATION.base_url.rstrip("/")
SIANTAR_BACKUPS = CONFIGURATION.backups
SIANTAR_BACKUPS_ALSO = CONFIGURATION.backups_also.strip().rstrip("/")
SIANTAR_PGBACKREST_STANZA = CONFIGURATION.pgbackrest_stanza.strip()
SIANTAR_ROOT_KEYS = CONFIGURATION.root_keys
SIANTAR_DIRECTORY_KEYS = CONFIGURATION.directory_keys
SIANTAR_DIRECTORY_URL = CONFIGURATION.directory_url.strip()
SIANTAR_ROAD_SERVER = CONFIGURATION.road_server
SIANTAR_TILES = CONFIGURATION.tiles
SIANTAR_OUTBOUND_ALLOW = CONFIGURATION.allowed_outward()
DEBUG = CONFIGURATION.shows_faults()
ALLOWED_HOSTS = CONFIGURATION.hosts()
SIANTAR_BEHIND_PROXY = CONFIGURATION.behind_proxy
HTTPS = SIANTAR_BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SIANTAR_BASE_URL]

INSTALLED_APPS = [
    "siantar.directory",
    "siantar.privacy",
    "siantar.catalogue",
    "siantar.casework",
    "siantar.alerts",
    "siantar.bundles",
    "siantar.legacy",
    "siantar.shelf",
    "siantar.delivery",
    "siantar.feedback",
    "siantar.webhooks",
    "siantar.messaging",
    "siantar.roots",
    "siantar.letters",
    "siantar.reports",
    "siantar.faces.frame.apps.FrameConfig",
    "siantar.faces.public",
    "siantar.faces.counter",
    "siantar.faces.backoffice",
    "siantar.faces.bundles",
    "siantar.faces.shelf",
    "siantar.faces.courier",
    "siantar.faces.dispatch",
    "siantar.faces.feedback",
    "siantar.faces.reports",
    "siantar.faces.letters",
    "siantar.faces.setup",
    "siantar.faces.guides",
    "siantar.faces.messaging",
    "siantar.faces.api",
    "siantar.project",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "ninja",
]

MIDDLEWARE = [
    "siantar.faces.frame.request_ids.RequestId",
    "siantar.project.counting.Counted",
    "siantar.faces.frame.arrival.Arrival",
    "siantar.project.acknowledging.Acknowledged",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "siantar.faces.frame.compression.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "siantar.faces.frame.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "siantar.faces.frame.readable.ReadableForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "siantar.faces.frame.no_store.NoStore",
    "siantar.faces.frame.training.NothingTrueHere",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "siantar.faces.frame.second_factor.SecondFactorDemanded",
    "siantar.faces.frame.idle.LockedWhenIdle",
    "siantar.faces.frame.code_again.CodeAgain",
]

ROOT_URLCONF = "siantar.project.urls"
WSGI_APPLICATION = "siantar.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "siantar.faces.frame.context.frame",
            ]
        },
    }
]

DATABASES = CONFIGURATION.databases()
SIANTAR_POOLED = CONFIGURATION.database_pooled
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "siantar.directory.place_words.NotOfPlaceWords"},
]
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/mulai/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "siantar.faces.frame.entry.StaffAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "/masuk/?keluar"
ACCOUNT_SESSION_REMEMBER = False
SOCIALACCOUNT_ADAPTER = "siantar.faces.frame.city_login.BoundOnly"
SOCIALACCOUNT_PROVIDERS = CONFIGURATION.city_directory()
SIANTAR_OIDC_ISSUER, SIANTAR_OIDC_NAME = CONFIGURATION.oidc_issuer, CONFIGURATION.oidc_name
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_AUTO_SIGNUP = SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # the CSP lets no form end elsewhere; state and PKCE guard the way back
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
MFA_ADAPTER = "siantar.faces.frame.second_factor.SealedSecrets"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # http://localhost only: browsers give no key elsewhere without TLS
MFA_RECOVERY_CODES_SHOW_ONCE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_TOTP_ISSUER = "Siantar"
MFA_TOTP_TOLERANCE = 1  # phones and cheap servers differ by half a minute
SIANTAR_IDLE_MINUTES = CONFIGURATION.locks_after()
SIANTAR_SECOND_FACTOR = CONFIGURATION.demands_second_factor()
# Counters of wrong tries and codes once used: shared by all processes, and there after a restart.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "directory_cache"}}
# Codes are counted by the library, passwords by login_brake: its own count would shut an office behind one address.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key", "login": None}
if CONFIGURATION.demo and CONFIGURATION.fast_passwords:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:  # names a browser takes from this very host only, over TLS only (RFC 6265bis, 4.1.3.2)
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-siantar", "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-django_language"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = CONFIGURATION.data / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/.+-[\w-]{8}\.\w+$"  # names Vite gave: another content, another name
MEDIA_ROOT = CONFIGURATION.data / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, "'wasm-unsafe-eval'"],
        "img-src": [SELF, "data:", "blob:", *CONFIGURATION.tile_origin()],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
if CONFIGURATION.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SIANTAR_METRICS_TOKEN = CONFIGURATION.metrics_token
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "siantar.project.logs.AsLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "siantar.project.logs.AsJson"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": CONFIGURATION.log}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "siantar": {"level": "INFO"},
        "siantar.request": {"level": "INFO" if CONFIGURATION.log == "json" else "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS = ["account.W001"]
