package com.example.shop.web;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Money;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A page of the shop: {@code get} answers with something to see, {@code post} takes its form. */
abstract class Page extends HttpServlet {

    /** Attribute of the application in which an inspector is mounted. */
    private static final String INSPECTED = "inspected";

    private static final Money FREE_DELIVERY = new Money(50_00);

    private final Catalog catalog;
    private final Templates templates;

    Page(Catalog catalog, Templates templates) {
        this.catalog = catalog;
        this.templates = templates;
    }

    abstract Answer get(Visit visit);

    /** Only for pages with a form. Its token has been checked. */
    Answer post(Visit visit) {
        throw Refusal.wrongMethod();
    }

    @Override
    protected final void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response, this::get);
    }

    @Override
    protected final void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setCharacterEncoding("UTF-8");
        answer(request, response, visit -> {
            visit.demandToken();
            return post(visit);
        });
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Function<Visit, Answer> page)
            throws IOException {
        Visit visit = new Visit(request, response);
        Answer answer;
        try {
            answer = page.apply(visit);
        } catch (Refusal refusal) {
            answer = Answer.view("refusal").with("status", refusal.status).status(refusal.status);
        }
        if (answer instanceof Answer.Redirect redirect) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", redirect.path());
        } else if (answer instanceof Answer.View view) {
            show(view, visit);
        }
    }

    private void show(Answer.View view, Visit visit) throws IOException {
        Map<String, Object> variables = new LinkedHashMap<>(view.variables());
        variables.put("categories", catalog.categories());
        variables.put("back", visit.path());
        variables.put("stylesheet", Assets.VERSION);
        variables.put("freeDelivery", FREE_DELIVERY);
        variables.put("inspected", visit.request.getServletContext().getAttribute(INSPECTED) != null);
        visit.response.setStatus(view.status());
        visit.response.setHeader(
                "Content-Security-Policy",
                "default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        visit.response.setHeader("X-Content-Type-Options", "nosniff");
        // Each page shows its visitor's cart and name: his browser may keep it, and asks each time whether it is still so.
        visit.response.setHeader("Cache-Control", "private, no-cache");
        visit.response.setHeader("Vary", "Cookie");
        templates.write(view.template(), variables, visit);
    }
}
