"""Coming in with the code on paper: a new password, and the second factor set up anew."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.directory import brakes, paper_codes
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.login_brake import words_of
from siantar.faces.frame.own_password import NewPassword
from siantar.faces.frame.staff_access import everyone
from siantar.faces.frame.visitor import network_of
from siantar.rules.brake import Allowance

HOUR = timedelta(hours=1)
TRIES = Allowance(5, timedelta(minutes=1), HOUR, 24 * HOUR)


class PaperForm(NewPassword):
    """Who, the code from the paper, and the new password."""

    username = forms.CharField(label=gettext_lazy("Nama pengguna"), max_length=150)
    code = forms.CharField(label=gettext_lazy("Kode dari kertas"), max_length=40)
    field_order = ("username", "code", "password", "again")


@everyone
def come_in(request: TimedRequest) -> HttpResponse:
    """Take code and new password; whoever was right logs in with it."""
    form = PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _taken(form, request):
        messages.success(request, _("Kata sandi baru berlaku. Masuk dengan kata sandi itu."))
        return HttpResponseRedirect(reverse("account_login"))
    return render(request, "frame/by_paper.html", {"form": form}, status=422 if form.is_bound else 200)


def _taken(form: PaperForm, request: TimedRequest) -> bool:
    data = form.cleaned_data
    doors = {f"paper {network_of(request)}": TRIES, f"paper account {data['username']}": TRIES}
    try:
        taken = brakes.take(doors, request.at)
        paper_codes.use(data["username"], data["code"], data["password"], at=request.at)
    except brakes.Wait as wait:
        form.add_error(None, words_of(wait.until - request.at))
    except paper_codes.WrongCode:
        form.add_error("code", _("Kode ini tidak berlaku. Periksa lagi, atau minta yang baru kepada administrator."))
    except ValidationError as weak:
        form.add_error("password", weak)
    else:
        brakes.was_right(taken, clears=frozenset(doors))
        return True
    return False
