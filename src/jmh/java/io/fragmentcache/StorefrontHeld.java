package io.fragmentcache;

import io.fragmentcache.servlet.HeldOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** The page held back and sent as bytes, without headers: beside an encoder, what the bytes alone are worth. */
final class StorefrontHeld implements PageBuffer {
    private final HeldOutput held = new HeldOutput();
    private final PageBuffer.Utf8 out = new PageBuffer.Utf8();
    private final StorefrontPage page = new StorefrontPage();
    private final StorefrontCached cached = new StorefrontCached("cached");
    private final StorefrontCategory category;

    StorefrontHeld(StorefrontUtf8Benchmark.Names names) {
        category = new StorefrontCategory(names == StorefrontUtf8Benchmark.Names.ACCENTED);
    }

    int layout() {
        page.layout(category, this);
        return send();
    }

    int hit() {
        cached.page(category, this);
        return send();
    }

    private int send() {
        out.clear();
        try {
            held.send(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.size();
    }

    @Override
    public Writer restart() {
        return held.restart();
    }

    @Override
    public int size() {
        return out.size();
    }

    @Override
    public String text() {
        return out.text();
    }
}
