"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.letters import books, esign_setup, many, setup, views, writing

urlpatterns = [
    path("", views.waiting, name="letters"),
    path("bersama/paraf/", many.initial, name="letters-initial"),
    path("bersama/tanda-tangan/", many.sign, name="letters-sign"),
    path("bersama/kode/", many.code, name="letters-code"),
    path("pengaturan/", setup.frame, name="letter-setup"),
    path("pengaturan/pejabat/", setup.officers, name="letter-officers"),
    path("pengaturan/bawaan/", setup.seed, name="letter-seed"),
    path("pengaturan/elektronik/", esign_setup.service, name="letter-esign"),
    path("pengaturan/elektronik/pejabat/", esign_setup.officer, name="letter-esign-officer"),
    path("buku/", books.register, name="letter-register"),
    path("buku/register.pdf", books.register_paper, name="letter-register-paper"),
    path("buku/register.xlsx", books.register_excel, name="letter-register-excel"),
    path("<str:typed>/", views.letter, name="letter"),
    path("<str:typed>/tulis/", writing.write, name="letter-write"),
    path("<str:typed>/pratinjau.pdf", writing.preview, name="letter-preview"),
    path("<str:typed>/halaman/<int:place>.png", views.page_image, name="letter-page"),
    path("<str:typed>/surat.pdf", views.pdf, name="letter-pdf"),
    path("<str:typed>/paraf/", views.initial, name="letter-initial"),
    path("<str:typed>/tanda-tangan/", views.sign, name="letter-sign"),
    path("<str:typed>/kode/", views.code, name="letter-code"),
    path("<str:typed>/kembalikan/", views.send_back, name="letter-return"),
    path("<str:typed>/tarik/", views.withdraw, name="letter-withdraw"),
]
