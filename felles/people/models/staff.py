"""People who log in, and the posts they act in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from felles.people.ids import new_public_id
from felles.people.models.organisations import ClassGroup, Organisation
from felles.rules.roles import Role

ROLES = [(role.value, role.value) for role in Role]


class UserManager(BaseUserManager["User"]):
    """Makes users; passwords are hashed by Django."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Make and save a user; without a password the account cannot log in by password."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff. What one may do follows from the post, never from the user."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=5, default="nb")
    external_key = models.CharField(max_length=64, blank=True)
    # Since when no roster names the person any longer. Only a person ends a post.
    off_roster_on = models.DateField(null=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_key"],
                condition=~models.Q(external_key=""),
                name="user_external_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """One role, acted for one organisation, paid by an employer, for a period."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=32, choices=ROLES)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    employer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="employed_posts"
    )
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    source = models.CharField(max_length=16, default="manual")
    schools: models.ManyToManyField[Organisation, PostSchool] = models.ManyToManyField(
        Organisation, through="PostSchool", related_name="+"
    )
    classes: models.ManyToManyField[ClassGroup, PostClass] = models.ManyToManyField(
        ClassGroup, through="PostClass", related_name="posts"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="post_period_in_order",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "organisation"],
                condition=models.Q(until_on__isnull=True),
                name="post_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "role"], name="post_organisation_role")
        ]

    def __str__(self) -> str:
        return f"{self.role} #{self.pk}"


class PostSchool(models.Model):
    """A school that a service post covers."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="post_schools")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "school"], name="post_school_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id}:{self.school_id}"


class PostClass(models.Model):
    """A class that a contact teacher's post answers for."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="post_classes")
    class_group = models.ForeignKey(ClassGroup, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "class_group"], name="post_class_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id}:{self.class_group_id}"
