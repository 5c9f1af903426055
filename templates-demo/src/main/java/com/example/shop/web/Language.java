package com.example.shop.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The visitor's language: what {@code ?lang=} says, else what it said before, else what the browser prefers, else English. */
final class Language {

    private static final String NAME = "lang";
    private static final List<Locale> KNOWN = List.of(Locale.ENGLISH, Locale.GERMAN);

    private Language() {}

    static Locale of(HttpServletRequest request, HttpServletResponse response) {
        Optional<Locale> asked = known(request.getParameter(NAME));
        asked.ifPresent(locale -> response.addCookie(cookie(locale)));
        // Where an edge keeps pages, it tells the language of the cookie, and the cookie would be one visitor's.
        boolean edge = request.getServletContext().getAttribute(Page.EDGE) != null;
        return asked.or(() -> edge ? Optional.empty() : remembered(request)).or(() -> preferred(request)).orElse(Locale.ENGLISH);
    }

    private static Optional<Locale> remembered(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Stream.of(cookies)
                        .filter(cookie -> cookie.getName().equals(NAME))
                        .flatMap(cookie -> known(cookie.getValue()).stream())
                        .findFirst();
    }

    private static Optional<Locale> preferred(HttpServletRequest request) {
        return Collections.list(request.getLocales()).stream()
                .flatMap(locale -> known(locale.getLanguage()).stream())
                .findFirst();
    }

    private static Optional<Locale> known(String language) {
        return KNOWN.stream()
                .filter(locale -> locale.getLanguage().equals(language))
                .findFirst();
    }

    private static Cookie cookie(Locale locale) {
        Cookie cookie = new Cookie(NAME, locale.getLanguage());
        cookie.setPath("/");
        cookie.setMaxAge((int) Duration.ofDays(365).toSeconds());
        cookie.setHttpOnly(true);
        return cookie;
    }
}
