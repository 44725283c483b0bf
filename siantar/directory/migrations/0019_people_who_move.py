"""Somebody who moved to another office has another account there, which knows the closed one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0018_deputies_of_every_role'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='moved_from',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='moved_to', to=settings.AUTH_USER_MODEL),
        ),
    ]
