"""One door per person."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import admin
from django.urls import include, path

from siantar.faces.api import manual
from siantar.faces.api.views import api
from siantar.faces.frame import account as account_pages
from siantar.faces.frame import (
    by_paper,
    city_login,
    city_map,
    colleagues,
    entry,
    idle,
    own_password,
    parts_page,
    unsent,
    workplace,
)
from siantar.project import watching
from siantar.project.last_backup_page import with_last_backup

# The login library looks these up by name; accounts are made and mended by the administrator.
NOT_HERE = (
    "signup", "email", "inactive", "change_password", "reset_password", "set_password",
    "email_verification_sent",
)  # fmt: skip
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # one login, one limit
admin.site.index = with_last_backup(admin.site.index)  # type: ignore[method-assign]

urlpatterns = [
    path("api/v1/hooks/", include("siantar.faces.messaging.hook_urls")),
    path("api/v1/", api.urls),
    path("docs/problems", manual.explain, name="problems"),
    path("masuk/", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("masuk/lagi/", account.reauthenticate, name="account_reauthenticate"),
    path("masuk/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/kode/lagi/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("masuk/kota/<slug:provider_id>/", city_login.login, name="openid_connect_login"),
    path("masuk/kota/<slug:provider_id>/kembali/", city_login.callback, name="openid_connect_callback"),
    path("masuk/kertas/", by_paper.come_in, name="paper-code"),
    path("masuk/kunci/", idle.lock, name="lock"),
    path("masuk/tangan/", idle.hand, name="hand"),
    path("masuk/lanjutkan/", unsent.offered, name="unsent"),
    path("masuk/buka/", idle.unlock, name="unlock"),
    path("akun/", account_pages.own, name="account"),
    path("akun/kata-sandi/", own_password.change, name="own-password"),
    path("akun/sesi/<int:session>/akhiri/", account_pages.end_session, name="session-end"),
    path("akun/sesi/akhiri/", account_pages.end_others, name="sessions-end"),
    path("akun/token/<slug:mark>/cabut/", account_pages.withdraw_token, name="token-withdraw"),
    path("akun/peringatan/", account_pages.alert_mail, name="alert-mail"),
    path("akun/kantor/", workplace.join, name="workplace-join"),
    path("bekerja/<int:person>/", workplace.change, name="workplace-change"),
    path("akun/catatan/", account_pages.record, name="audit-record"),
    path("akun/pegawai/", colleagues.page, name="colleagues"),
    path("akun/pegawai/<int:person>/kota/", colleagues.bind, name="city-login-bind"),
    path("akun/pegawai/<int:person>/kertas/", colleagues.paper_code, name="paper-code-issue"),
    path("akun/pegawai/<int:person>/keluarkan/", colleagues.log_out, name="colleague-log-out"),
    path("akun/kode/", mfa.index, name="mfa_index"),
    path("akun/kode/aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("akun/kode/aplikasi/ganti/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/kode/cadangan/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("akun/kode/cadangan/baru/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("masuk/kunci-sandi/lagi/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("akun/kunci-sandi/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("akun/kunci-sandi/baru/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("akun/kunci-sandi/<int:pk>/lepas/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    *(path(f"akun/{name}/", manual.gone, name=f"account_{name}") for name in NOT_HERE),
    path("mulai/", entry.begin, name="begin"),
    path("live", watching.live, name="process-live"),
    path("ready", watching.ready, name="process-ready"),
    path("ready/telling", watching.telling, name="process-telling"),
    path("metrics", watching.metrics, name="metrics"),
    path("akun/keadaan/", watching.page, name="system-state"),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("loket/", include("siantar.faces.counter.urls")),
    path("berkas/", include("siantar.faces.backoffice.urls")),
    path("bundel/", include("siantar.faces.bundles.urls")),
    path("rak/", include("siantar.faces.shelf.urls")),
    path("naskah/", include("siantar.faces.letters.urls")),
    path("pengaturan/", include("siantar.faces.setup.urls")),
    path("panduan/", include("siantar.faces.guides.urls")),
    path("pengantaran/", include("siantar.faces.dispatch.urls")),
    path("pesan/", include("siantar.faces.messaging.urls")),
    path("kurir/", include("siantar.faces.courier.urls")),
    path(city_map.URL[1:], city_map.piece, name="city_map"),
    path("suara/", include("siantar.faces.feedback.urls")),
    path("laporan/", include("siantar.faces.reports.urls")),
    path("pengembang/bagian/", parts_page.parts_page, name="parts-page"),
    path("admin/", admin.site.urls),
    path("", include("siantar.faces.public.urls")),
]

handler404 = manual.absent
