"""The nine questions with their four answers, and the words of complaints, in Indonesian and English.

The Indonesian wording of the answers is that of the form in PermenPANRB 14/2017.
"""

from __future__ import annotations

from dataclasses import dataclass

from siantar.catalogue.words import Words
from siantar.rules.complaint import Nature, Status, Step, Topic
from siantar.rules.satisfaction import Element, Grade


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `answers` from one point to four; `name` is the element as reports call it."""

    name: Words
    wording: Words
    answers: tuple[Words, Words, Words, Words]


QUESTIONS: dict[Element, Question] = {
    Element.REQUIREMENTS: Question(
        Words("Persyaratan", "Requirements"),
        Words("Apakah persyaratannya sesuai dengan jenis layanannya?", "Did the requirements fit the service?"),
        (
            Words("Tidak sesuai", "Did not fit"),
            Words("Kurang sesuai", "Fitted poorly"),
            Words("Sesuai", "Fitted"),
            Words("Sangat sesuai", "Fitted very well"),
        ),
    ),
    Element.PROCEDURE: Question(
        Words("Sistem, mekanisme, dan prosedur", "System, mechanism and procedure"),
        Words("Apakah prosedurnya mudah diikuti?", "Was the procedure easy to follow?"),
        (
            Words("Tidak mudah", "Not easy"),
            Words("Kurang mudah", "Not very easy"),
            Words("Mudah", "Easy"),
            Words("Sangat mudah", "Very easy"),
        ),
    ),
    Element.TIME: Question(
        Words("Waktu penyelesaian", "Time"),
        Words("Apakah layanannya cepat?", "Was the service quick?"),
        (
            Words("Tidak cepat", "Not quick"),
            Words("Kurang cepat", "Not very quick"),
            Words("Cepat", "Quick"),
            Words("Sangat cepat", "Very quick"),
        ),
    ),
    Element.COST: Question(
        Words("Biaya/tarif", "Cost"),
        Words("Berapa biaya yang diminta? (Seharusnya gratis.)", "What were you charged? (It should be free.)"),
        (
            Words("Sangat mahal", "Very expensive"),
            Words("Cukup mahal", "Rather expensive"),
            Words("Murah", "Cheap"),
            Words("Gratis", "Free"),
        ),
    ),
    Element.PRODUCT: Question(
        Words("Produk layanan", "Product"),
        Words("Apakah dokumennya sesuai dengan yang dijanjikan?", "Was the document what you were promised?"),
        (
            Words("Tidak sesuai", "It was not"),
            Words("Kurang sesuai", "Not quite"),
            Words("Sesuai", "It was"),
            Words("Sangat sesuai", "In every way"),
        ),
    ),
    Element.COMPETENCE: Question(
        Words("Kompetensi pelaksana", "Competence of staff"),
        Words("Apakah petugasnya mampu dan menguasai pekerjaannya?", "Did the staff know their work?"),
        (
            Words("Tidak mampu", "They did not"),
            Words("Kurang mampu", "Not very well"),
            Words("Mampu", "They did"),
            Words("Sangat mampu", "Very well"),
        ),
    ),
    Element.CONDUCT: Question(
        Words("Perilaku pelaksana", "Conduct of staff"),
        Words("Apakah petugasnya sopan dan ramah?", "Were the staff polite and friendly?"),
        (
            Words("Tidak sopan dan ramah", "Not polite and friendly"),
            Words("Kurang sopan dan ramah", "Not very polite and friendly"),
            Words("Sopan dan ramah", "Polite and friendly"),
            Words("Sangat sopan dan ramah", "Very polite and friendly"),
        ),
    ),
    Element.COMPLAINTS: Question(
        Words("Penanganan pengaduan", "Handling of complaints"),
        Words("Bagaimana pengaduan dan pertanyaan ditangani?", "How are complaints and questions handled?"),
        (
            Words("Tidak ada", "There is no way to complain"),
            Words("Ada, tetapi tidak berfungsi", "There is, but it does not work"),
            Words("Berfungsi, kurang maksimal", "It works, but could be better"),
            Words("Dikelola dengan baik", "Handled well"),
        ),
    ),
    Element.FACILITIES: Question(
        Words("Sarana dan prasarana", "Facilities"),
        Words("Bagaimana ruang tunggu, loket, dan peralatannya?", "How were the waiting room, counter and equipment?"),
        (Words("Buruk", "Bad"), Words("Cukup", "Fair"), Words("Baik", "Good"), Words("Sangat baik", "Very good")),
    ),
}
GRADES: dict[Grade, Words] = {
    Grade.A: Words("Sangat baik", "Very good"),
    Grade.B: Words("Baik", "Good"),
    Grade.C: Words("Kurang baik", "Not good"),
    Grade.D: Words("Tidak baik", "Bad"),
}
ABOUT: dict[str, tuple[Words, dict[str, Words]]] = {
    "sex": (Words("Jenis kelamin", "Sex"), {"L": Words("Laki-laki", "Male"), "P": Words("Perempuan", "Female")}),
    "schooling": (
        Words("Pendidikan", "Schooling"),
        {
            "sd": Words("SD ke bawah", "Primary school or less"),
            "smp": Words("SMP", "Junior high school"),
            "sma": Words("SMA/SMK", "Senior high school"),
            "d3": Words("Diploma", "Diploma"),
            "s1": Words("S1", "Bachelor"),
            "s2": Words("S2 ke atas", "Master or above"),
        },
    ),
    "work": (
        Words("Pekerjaan", "Work"),
        {
            "asn": Words("ASN", "Civil servant"),
            "tni": Words("TNI", "Armed forces"),
            "polri": Words("Polri", "Police"),
            "swasta": Words("Pegawai swasta", "Employee"),
            "wirausaha": Words("Wirausaha", "Self-employed"),
            "lain": Words("Lainnya", "Other"),
        },
    ),
}
TOPICS: dict[Topic, Words] = {
    Topic.TIME: Words("Terlalu lama atau tidak ada kabar", "Too slow, or no news"),
    Topic.REQUIREMENTS: Words("Persyaratan atau prosedur", "Requirements or procedure"),
    Topic.DOCUMENT: Words("Dokumen salah atau rusak", "A wrong or damaged document"),
    Topic.DELIVERY: Words("Pengantaran atau kurir", "Delivery or courier"),
    Topic.FEE: Words("Dimintai uang", "I was asked for money"),
    Topic.OFFICER: Words("Sikap petugas", "How I was treated"),
    Topic.FACILITIES: Words("Tempat dan fasilitas", "The place and its facilities"),
    Topic.PERSONAL_DATA: Words("Data pribadi saya", "My personal data"),
    Topic.OTHER: Words("Hal lain", "Something else"),
}
NATURES: dict[Nature, Words] = {
    Nature.INFORMATION: Words("Pertanyaan, minta penjelasan", "A question"),
    Nature.PLAIN: Words("Pengaduan", "A complaint"),
    Nature.FIELD_CHECK: Words("Pengaduan yang perlu diperiksa di lapangan", "A complaint to be looked at on the spot"),
}
STATUSES: dict[Status, Words] = {
    Status.OPEN: Words("Sedang ditangani", "Being handled"),
    Status.ANSWERED: Words("Sudah dijawab", "Answered"),
    Status.CLOSED: Words("Ditutup", "Closed"),
}
STEPS: dict[Step, Words] = {
    Step.FILED: Words("Pengaduan diterima", "Complaint received"),
    Step.ASSIGNED: Words("Diserahkan kepada petugas", "Given to an officer"),
    Step.SORTED: Words("Tenggat disesuaikan", "Deadline adjusted"),
    Step.REPLIED: Words("Tanggapan", "Reply"),
    Step.ANSWERED: Words("Jawaban", "Answer"),
    Step.CLOSED: Words("Ditutup", "Closed"),
    Step.REOPENED: Words("Dibuka kembali oleh warga", "Opened again by the resident"),
    Step.ROSE: Words("Lewat tenggat: naik ke Camat", "Past the deadline: put before the Camat"),
}
