package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.ServerStage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holes that a real browser fills, with scripts and without. Run by CI, which installs Chromium. */
class BrowserHolesCheck {
    private final ServerStage pages = new ServerStage();

    /** What each hole was fetched for. */
    private final List<String> fetched = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        pages.close();
    }

    @BeforeEach
    void start() {
        pages.filtering(filter -> filter.apartHoles("/holes").apartInBrowser(request -> true))
                .holesAt("/holes")
                .page("page", """
                        <!doctype html><html><head><title>t</title></head><body><p cache:fragment="card" cache:key="'tea'">Tea <b cache:hole="id=${3 + 4}" cache:apart cache:size="120x40">number [[${id}]]</b>, <i cache:hole="id=8" cache:apart>number [[${id}]]</i></p></body></html>""")
                .inside((request, response, chain) -> {
                    HttpServletRequest asked = (HttpServletRequest) request;
                    if (asked.getRequestURI().equals("/holes")) {
                        fetched.add(asked.getHeader("Sec-Fetch-Dest"));
                    }
                    // No script but ours runs, or none at all, and no style stands in an attribute.
                    ((HttpServletResponse) response)
                            .setHeader(
                                    "Content-Security-Policy",
                                    "off".equals(asked.getParameter("scripts"))
                                            ? "sandbox allow-same-origin; style-src 'none'"
                                            : "default-src 'self'; script-src 'nonce-abc' 'strict-dynamic'; style-src 'none'");
                    chain.doFilter(request, response);
                })
                .start();
    }

    private String seen(String query, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--user-data-dir=" + directory.resolve("profile"),
                "--virtual-time-budget=10000"));
        command.addAll(List.of(flags));
        command.add("http://localhost:" + pages.browser().port() + "/page" + query);
        Path output = directory.resolve("dom");
        Process browser = new ProcessBuilder(command)
                .redirectError(directory.resolve("log").toFile())
                .redirectOutput(output.toFile())
                .start();
        assertThat(browser.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Test
    void aScriptPutsTheHolesWhereTheirPlacesWere() throws IOException, InterruptedException {
        assertThat(seen("", "--dump-dom"))
                .contains("<b>number 7</b>, <i>number 8</i>")
                .doesNotContain("<fragment-hole");
        assertThat(fetched).containsExactly("empty", "empty");
    }

    @Test
    void withoutScriptsTheyAreFrames() throws IOException, InterruptedException {
        seen("?scripts=off", "--screenshot=" + directory.resolve("page.png"));
        assertThat(fetched).containsExactly("iframe", "iframe");
    }
}
