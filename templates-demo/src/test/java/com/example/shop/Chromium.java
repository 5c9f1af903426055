package com.example.shop;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real browser without a window, driven through its DevTools protocol. One page at a time, by one thread. */
final class Chromium implements AutoCloseable {

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--force-color-profile=srgb",
            "--remote-debugging-port=0");
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/.*");
    private static final Pattern PAGE = Pattern.compile("\"webSocketDebuggerUrl\": \"(ws://[^\"]+/page/[^\"]+)\"");
    private static final Pattern ID = Pattern.compile("^\\{\"id\":(\\d+),");
    private static final Pattern VALUE = Pattern.compile("\"value\":\"((?:[^\"\\\\]++|\\\\.)*+)\"");
    private static final Pattern DATA = Pattern.compile("\"data\":\"([^\"]+)\"");
    private static final int PATIENCE_SECONDS = 40;
    private static final int MOST_REDIRECTS = 5;

    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
    private volatile CompletableFuture<String> loaded = new CompletableFuture<>();

    /** Opens it with a profile of its own. Fails where none is installed: whoever asks for this test wants it run. */
    Chromium() {
        try {
            profile = Files.createTempDirectory("chromium");
            Stream<String> command = Stream.of(
                    Stream.of(System.getProperty("chromium", "chromium"), "--user-data-dir=" + profile),
                    FLAGS.stream(),
                    Stream.of("about:blank")).flatMap(words -> words);
            process = new ProcessBuilder(command.toList())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            HttpClient client = HttpClient.newHttpClient();
            String pages = client.send(
                            HttpRequest.newBuilder(URI.create("http://" + address() + "/json/list"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher page = PAGE.matcher(pages);
            if (!page.find()) {
                throw new AssertionError("Chromium has no page: " + pages);
            }
            socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create(page.group(1)), new Hears())
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            send("Page.enable", "");
        } catch (IOException e) {
            throw new UncheckedIOException("Chromium did not open. Install it: apt-get install chromium", e);
        } catch (Exception e) {
            throw new IllegalStateException("Chromium did not open.", e);
        }
    }

    private String address() throws IOException {
        BufferedReader errors = process.errorReader();
        StringBuilder said = new StringBuilder();
        for (String line; (line = errors.readLine()) != null; ) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.matches()) {
                Thread drain = new Thread(() -> errors.lines().forEach(ignored -> {}));
                drain.setDaemon(true);
                drain.start();
                return listening.group(1);
            }
            said.append(line).append('\n');
        }
        throw new IOException("Chromium ended: " + said);
    }

    Chromium window(int width, int height, boolean dark) {
        send(
                "Emulation.setDeviceMetricsOverride",
                "\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":false");
        send(
                "Emulation.setEmulatedMedia",
                "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + (dark ? "dark" : "light") + "\"}]");
        return this;
    }

    /** Returns when the page and all that it needs is there. */
    Chromium open(String url) {
        loaded = new CompletableFuture<>();
        send("Page.navigate", "\"url\":" + quoted(url));
        get(loaded, url);
        return this;
    }

    /** What happens when this is done loads a page. */
    Chromium thenLoads(Runnable action) {
        loaded = new CompletableFuture<>();
        action.run();
        get(loaded, "a page");
        return this;
    }

    /** Has no cookies any more: an inspector that is opened anew keeps the overlay on. */
    Chromium forget() {
        send("Network.clearBrowserCookies", "");
        return this;
    }

    /** The value of an expression, as text. */
    String eval(String expression) {
        String answer = send(
                "Runtime.evaluate",
                "\"returnByValue\":true,\"awaitPromise\":true,\"expression\":"
                        + quoted("Promise.resolve(" + expression + ").then(String)"));
        Matcher value = VALUE.matcher(answer);
        if (answer.contains("\"exceptionDetails\"") || !value.find()) {
            throw new AssertionError(expression + " gave " + answer);
        }
        return unquoted(value.group(1));
    }

    /** Returns when the condition holds, on the page that a redirect leads to also. */
    Chromium until(String condition) {
        for (int redirects = 0; ; redirects++) {
            try {
                return await(condition);
            } catch (AssertionError left) {
                if (redirects == MOST_REDIRECTS || !String.valueOf(left.getMessage()).contains("target navigated")) {
                    throw left;
                }
            }
        }
    }

    private Chromium await(String condition) {
        eval("new Promise((yes, no) => { const end = Date.now() + 30000; (function look() {"
                + " let holds = false; try { holds = " + condition + "; } catch (notYet) { }"
                + " if (holds) yes('yes'); else if (Date.now() > end) no(new Error('never'));"
                + " else setTimeout(look, 20);"
                + " })(); })");
        return this;
    }

    Chromium click(String elementExpression) {
        eval("(" + elementExpression + ").click()");
        return this;
    }

    Chromium point(int x, int y) {
        send("Input.dispatchMouseEvent", "\"type\":\"mouseMoved\",\"x\":" + x + ",\"y\":" + y);
        return this;
    }

    /** A real key press: {@code Tab}, {@code ArrowDown}, {@code Escape}. */
    Chromium press(String key) {
        Map<String, Integer> codes =
                Map.of("Tab", 9, "Enter", 13, "Escape", 27, "End", 35, "Home", 36, "ArrowUp", 38, "ArrowDown", 40);
        String text = key.equals("Enter") ? ",\"text\":\"\\r\"" : "";
        String common = ",\"key\":\"" + key + "\",\"code\":\"" + key + "\",\"windowsVirtualKeyCode\":" + codes.get(key);
        String down = text.isEmpty() ? "rawKeyDown" : "keyDown";
        send("Input.dispatchKeyEvent", "\"type\":\"" + down + "\"" + common + text);
        send("Input.dispatchKeyEvent", "\"type\":\"keyUp\"" + common);
        return this;
    }

    /** Writes what is seen to a file. */
    void picture(Path file) {
        Matcher data = DATA.matcher(send("Page.captureScreenshot", "\"format\":\"png\",\"optimizeForSpeed\":false"));
        if (!data.find()) {
            throw new AssertionError("no picture");
        }
        try {
            Files.write(file, Base64.getDecoder().decode(data.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String send(String method, String parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<String> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + parameters + "}}", true);
        return get(answer, method);
    }

    private static String get(CompletableFuture<String> answer, String what) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("Chromium did not answer to " + what, e);
        }
    }

    private static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
        return '"'
                + Pattern.compile("[\\x00-\\x1f]")
                        .matcher(escaped)
                        .replaceAll(control -> String.format(
                                "\\\\u%04x", (int) control.group().charAt(0)))
                + '"';
    }

    private static String unquoted(String json) {
        return Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)").matcher(json).replaceAll(found -> {
            String code = found.group(2);
            String one = code != null
                    ? String.valueOf((char) Integer.parseInt(code, 16))
                    : found.group(1).replace('n', '\n').replace('t', '\t');
            return Matcher.quoteReplacement(one);
        });
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS);
            }
            delete(profile.toFile());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What its last helpers still write is left to the system. */
    private static void delete(File file) {
        File[] files = file.listFiles();
        if (files != null) {
            Stream.of(files).forEach(Chromium::delete);
        }
        file.delete();
    }

    private final class Hears implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                hear(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void hear(String message) {
            Matcher id = ID.matcher(message);
            if (id.find()) {
                waiting.remove(Integer.valueOf(id.group(1))).complete(message);
            } else if (message.startsWith("{\"method\":\"Page.loadEventFired\"")) {
                loaded.complete(message);
            }
        }
    }
}
