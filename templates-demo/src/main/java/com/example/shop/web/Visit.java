package com.example.shop.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** One request of one visitor, with what the shop remembers of that visitor. */
final class Visit {

    private static final String CART = "cart";
    private static final String NAME = "name";
    private static final String TOKEN = "token";

    final HttpServletRequest request;
    final HttpServletResponse response;
    final Locale locale;

    Visit(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
        this.locale = Language.of(request, response);
    }

    /** The number at the end of the path: 7 in {@code /products/7}. */
    int id() {
        String path = request.getPathInfo();
        return number(path == null ? "" : path.substring(1)).orElseThrow(Refusal::notFound);
    }

    /** The address without what stands for a session in it. */
    String path() {
        String rest = request.getPathInfo();
        return request.getServletPath() + (rest == null ? "" : rest);
    }

    /** The path of the page on which the browser says that the form was; empty where it does not say. */
    String cameFrom() {
        String page = request.getHeader("Referer");
        try {
            String path = page == null ? null : new URI(page).getPath();
            return path == null ? "" : path;
        } catch (URISyntaxException noAddress) {
            return "";
        }
    }

    String field(String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.strip();
    }

    Optional<Integer> numberField(String name) {
        return number(field(name));
    }

    boolean has(String parameter) {
        return request.getParameter(parameter) != null;
    }

    Cart cart() {
        return remembered(CART) instanceof Cart cart ? cart : Cart.EMPTY;
    }

    void keep(Cart cart) {
        request.getSession().setAttribute(CART, cart);
    }

    /** A new session id, so that an id known before is worth nothing after. */
    void enter(String name) {
        request.getSession();
        request.changeSessionId();
        request.getSession().setAttribute(NAME, name);
    }

    void leave() {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** Goes into each form, and has to come back with it: a form on a foreign site cannot know it. */
    String token() {
        HttpSession session = request.getSession();
        if (session.getAttribute(TOKEN) == null) {
            session.setAttribute(TOKEN, UUID.randomUUID().toString());
        }
        return (String) session.getAttribute(TOKEN);
    }

    void demandToken() {
        // Browsers say so of a form of the shop. A page from an edge has no token for a visitor without a session.
        boolean own = "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
        boolean same = remembered(TOKEN) instanceof String token
                && MessageDigest.isEqual(token.getBytes(), field(TOKEN).getBytes());
        if (!own && !same) {
            throw Refusal.oldForm();
        }
    }

    private Object remembered(String name) {
        HttpSession session = request.getSession(false);
        return session == null ? null : session.getAttribute(name);
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,6}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
