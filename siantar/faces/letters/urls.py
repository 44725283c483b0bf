"""Where the pages of this door are."""

from django.urls import URLPattern, path

from siantar.faces.letters import books, by_hand, esign_setup, many, population, setup, texts, views, writing
from siantar.faces.letters.more_registers import REGISTERS
from siantar.faces.letters.registers import SENT, Register


def _book(register: Register) -> list[URLPattern]:
    """The page of a book, its paper and its workbook."""
    views, book = books.views_of(register), {"book": register.key}
    return [
        path(f"buku/{register.key}/", views.page, book, name=register.page),
        path(f"buku/{register.key}.pdf", views.on_paper, book, name=f"{register.page}-paper"),
        path(f"buku/{register.key}.xlsx", views.excel, book, name=f"{register.page}-excel"),
    ]


_BOOKS = [address for register in REGISTERS.values() for address in _book(register)]

urlpatterns = [
    path("", views.waiting, name="letters"),
    path("bersama/paraf/", many.initial, name="letters-initial"),
    path("bersama/tanda-tangan/", many.sign, name="letters-sign"),
    path("bersama/kode/", many.code, name="letters-code"),
    path("basah/", by_hand.page, name="letters-by-hand"),
    path("basah/pindai/", by_hand.scan, name="letters-by-hand-scan"),
    path("pengaturan/", setup.frame, name="letter-setup"),
    path("pengaturan/pejabat/", setup.officers, name="letter-officers"),
    path("pengaturan/batal/", setup.undo_frame, name="letter-setup-undo"),
    path("pengaturan/pejabat/batal/", setup.undo_officer, name="letter-officers-undo"),
    path("pengaturan/bawaan/", setup.seed, name="letter-seed"),
    path("pengaturan/elektronik/", esign_setup.service, name="letter-esign"),
    path("pengaturan/elektronik/pejabat/", esign_setup.officer, name="letter-esign-officer"),
    path("pengaturan/surat/<slug:code>/", texts.text, name="letter-text"),
    path("pengaturan/surat/<slug:code>/nama/", texts.name, name="letter-text-name"),
    path("pengaturan/surat/<slug:code>/salin/", texts.copy, name="letter-text-copy"),
    path("buku/", books.views_of(SENT).page, {"book": SENT.key}, name="letter-register"),
    *_BOOKS,
    path("<str:typed>/", views.letter, name="letter"),
    path("<str:typed>/formulir/<slug:slug>.pdf", population.form, name="population-form"),
    path("<str:typed>/tulis/", writing.write, name="letter-write"),
    path("<str:typed>/pratinjau.pdf", writing.preview, name="letter-preview"),
    path("<str:typed>/halaman/<int:place>.png", views.page_image, name="letter-page"),
    path("<str:typed>/surat.pdf", views.pdf, name="letter-pdf"),
    path("<str:typed>/paraf/", views.initial, name="letter-initial"),
    path("<str:typed>/tanda-tangan/", views.sign, name="letter-sign"),
    path("<str:typed>/kode/", views.code, name="letter-code"),
    path("<str:typed>/periksa/", views.verify, name="letter-verify"),
    path("<str:typed>/kembalikan/", views.send_back, name="letter-return"),
    path("<str:typed>/tarik/", views.withdraw, name="letter-withdraw"),
]
