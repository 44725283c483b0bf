"""Where and who: regions, offices, staff, tokens, delegations, holidays."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac

from siantar.rules.vocabulary import ProofPart, Role


def roles_in(stored: list[str]) -> frozenset[Role]:
    """The roles that are stored as words; a word of a former version is none."""
    return frozenset(Role(role) for role in stored if role in set(Role))


def every_proof() -> list[str]:
    """What an office asks for at the door unless it says otherwise: everything."""
    return [str(part) for part in ProofPart]


class Region(models.Model):
    """A province, city, kecamatan or kelurahan by its Kemendagri code (`PP.KK.CC.DDDD`)."""

    code = models.CharField("kode", max_length=13, primary_key=True)
    name = models.CharField("nama", max_length=80)
    lat = models.FloatField("lintang titik tengah", null=True, blank=True)
    lon = models.FloatField("bujur titik tengah", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "wilayah"

    def __str__(self) -> str:
        return self.name


class VillageBorder(models.Model):
    """The outline of a kelurahan (MultiPolygon of GeoJSON, RFC 7946), brought by the office or taken from the map."""

    region = models.OneToOneField(Region, on_delete=models.CASCADE, primary_key=True, verbose_name="wilayah")
    outline = models.JSONField("garis batas")
    by_office = models.BooleanField("dari kantor", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "batas kelurahan"


class LastChange(models.Model):
    """The last change of a page of an office's settings, as it was and as it became, to be taken back in one press.

    `page`: one of `directory.last_changes`. `before`, `after`: the fields that changed; no personal data.
    """

    office = models.ForeignKey("Office", on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=24)
    before = models.JSONField()
    after = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "page"], name="last_change_once")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.page}"


class Office(models.Model):
    """A kecamatan that serves residents, or an agency (instansi) that processes files.

    `number` stands inside every receipt number the office issues and never changes.
    """

    class Nature(models.TextChoices):
        OFFICE = "office", "Kantor"
        AGENCY = "agency", "Instansi"

    code = models.CharField("kode", max_length=40, primary_key=True)
    number = models.PositiveSmallIntegerField("nomor di resi", unique=True)
    nature = models.CharField("jenis", max_length=8, choices=Nature.choices, default=Nature.OFFICE)
    name = models.CharField("nama", max_length=120)
    address = models.CharField("alamat", max_length=200, blank=True)
    hours = models.CharField("jam layanan", max_length=120, blank=True)
    hours_en = models.CharField("jam layanan dalam bahasa Inggris", max_length=120, blank=True)
    phone = models.CharField("telepon", max_length=30, blank=True)
    whatsapp = models.CharField("WhatsApp untuk warga", max_length=30, blank=True)
    complaint_channel = models.CharField("saluran pengaduan", max_length=200, blank=True)
    complaint_channel_en = models.CharField("saluran pengaduan dalam bahasa Inggris", max_length=200, blank=True)
    zone = models.CharField("zona waktu", max_length=40, default="Asia/Jakarta")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, verbose_name="wilayah")
    uses_siantar = models.BooleanField("memakai Siantar", default=True)
    lat = models.FloatField("lintang", null=True, blank=True)
    lon = models.FloatField("bujur", null=True, blank=True)
    also_allowed = models.JSONField("penerima lain yang diizinkan", default=list, blank=True)
    proof_asked = models.JSONField("bukti di depan pintu", default=every_proof, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "kantor"

    def __str__(self) -> str:
        return self.name


class Carrier(models.Model):
    """An outside carrier (jasa kirim) that an office hands finished documents to: the post, a ride-hailing service.

    `form`: how it numbers (`rules.shipment`); `link`: the address of its own tracking with `{nomor}` in it, or "".
    """

    class Form(models.TextChoices):
        S10 = "s10", "Nomor pos S10 (13 tanda, mis. EE123456785ID)"
        FREE = "free", "Nomor bebas milik jasa kirim"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    form = models.CharField(max_length=4, choices=Form.choices)
    link = models.CharField(max_length=300, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="carrier_name_once_in_office")]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A member of staff: belongs to one office and holds roles there.

    `moved_from`: the closed account of the same person in the office they came from.
    `works_from`: the account the same person logs in with, where this is theirs in another office; `joined_at`: since
    when they may change over to it (`directory.workplaces`).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, verbose_name="kantor")
    roles = models.JSONField("peran", default=list, blank=True)
    title = models.CharField("jabatan", max_length=80, blank=True)
    session_round = models.PositiveIntegerField(default=0, editable=False)
    alerts_by_mail = models.BooleanField("peringatan lewat e-mail", default=False, editable=False)
    moved_from = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="moved_to"
    )
    works_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="elsewhere"
    )
    joined_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "pegawai"
        constraints = [
            models.UniqueConstraint(
                fields=["works_from", "office"], condition=models.Q(is_active=True), name="one_account_in_office"
            )
        ]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's, over the round too: a new round ends every session (`staff.log_out_courier`)."""
        content = f"{self.password}{self.session_round}"
        return salted_hmac("siantar.session", content, secret=secret, algorithm="sha256").hexdigest()

    def role_set(self) -> frozenset[Role]:
        """The roles the person holds in their own right."""
        return roles_in(self.roles)


class Delegation(models.Model):
    """While `absent` is away, `deputy` does their work (`rules.access.deputising`); both days included.

    `signs`: the absent named the deputy themselves, so that the signature goes along.
    """

    absent = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="delegations_given", verbose_name="yang diwakili"
    )
    deputy = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="delegations_received", verbose_name="wakil"
    )
    first_on = models.DateField("mulai")
    last_on = models.DateField("sampai")
    signs = models.BooleanField("dengan hak tanda tangan", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "perwakilan"
        constraints = [
            models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="delegation_in_order"),
            models.CheckConstraint(condition=~models.Q(absent=models.F("deputy")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.absent} -> {self.deputy}"


class Token(models.Model):
    """A key to the API; only its SHA-256 is stored. It dies with its person's roles and sessions (`session_round`).

    `parent`: the key of the system that asked for this short one (OAuth 2), which dies with it.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    label = models.CharField("untuk", max_length=60, blank=True)
    scope = models.CharField("jangkauan", max_length=10, default="all")
    created_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)
    session_round = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.user} {self.digest[:6]}"


class PaperCode(models.Model):
    """A code on paper with which somebody who lost their access comes in once; stored hashed like a password."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    digest = models.CharField(max_length=128)
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user)


class WrongTries(models.Model):
    """Wrong tries in a row of somebody at a door; who it is stands there as a keyed hash only."""

    digest = models.CharField(max_length=64, primary_key=True)
    wrong = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.digest[:6]} {self.wrong}"


class WorkerSign(models.Model):
    """The sign of life of a background worker: on which machine, when last, at which job; empty while it rests."""

    id = models.UUIDField(primary_key=True)
    machine = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    job = models.CharField(max_length=40, blank=True)
    job_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.machine} {self.heard_at:%H:%M:%S}"


class AuditEntry(models.Model):
    """A way in or an act of rights; `digest` covers it and the entry before it. Never changed, never deleted.

    `whose` and `by` are people's numbers, not references: an entry outlives the person's account.
    """

    at = models.DateTimeField("waktu")
    what = models.CharField("peristiwa", max_length=30)
    whose = models.IntegerField("tentang", null=True, db_index=True)
    by = models.IntegerField("oleh", null=True, db_index=True)
    more = models.JSONField("rincian", default=dict)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "catatan keamanan"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"


class SavedView(models.Model):
    """A view of the work list that a member of staff keeps; `parameters` as in its address, nothing searched for."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    parameters = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name


class HeldDirectory(models.Model):
    """The signed directory of offices elsewhere that is held here, in one row; it counts by its signature only."""

    content = models.TextField("isi", blank=True)
    signature = models.CharField("tanda tangan", max_length=88, blank=True)
    received_at = models.DateTimeField("diterima")
    asked_at = models.DateTimeField("terakhir ditanyakan")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_held_directory")]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d} {self.signature[:6]}"


class Holiday(models.Model):
    """A day on which offices are closed; without an office it holds for all."""

    day = models.DateField("tanggal")
    name = models.CharField("nama", max_length=120)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True, blank=True, verbose_name="kantor")

    class Meta:
        verbose_name = verbose_name_plural = "hari libur"
        constraints = [models.UniqueConstraint(fields=["day", "office"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Ramadan(models.Model):
    """First and last day of a month of Ramadan; estimates until the government announces them."""

    first_on = models.DateField("mulai", unique=True)
    last_on = models.DateField("sampai")

    class Meta:
        verbose_name = verbose_name_plural = "Ramadan"

    def __str__(self) -> str:
        return f"{self.first_on} - {self.last_on}"
