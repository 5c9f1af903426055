package com.example.shop.web;

import com.example.shop.catalog.Catalog;

/** {@code /login}: a name is enough. */
final class LoginPage extends Page {

    private static final int LONGEST_NAME = 60;

    LoginPage(Catalog catalog, Templates templates) {
        super(catalog, templates);
    }

    @Override
    Answer get(Visit visit) {
        return Answer.view("login").with("token", visit.token()).with("missing", false);
    }

    @Override
    Answer post(Visit visit) {
        if (visit.field("action").equals("leave")) {
            visit.leave();
            return Answer.redirect("/");
        }
        String name = visit.field("name");
        if (name.isEmpty()) {
            return Answer.view("login")
                    .with("token", visit.token())
                    .with("missing", true)
                    .status(422);
        }
        visit.enter(name.substring(
                0, name.offsetByCodePoints(0, Math.min(LONGEST_NAME, name.codePointCount(0, name.length())))));
        return Answer.redirect("/");
    }
}
