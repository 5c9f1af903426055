package io.fragmentcache.internal.page;

import io.fragmentcache.internal.template.Loop;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.thymeleaf.context.IEngineContext;

/** The finished texts of a loop's rows. Holes in them, which are rendered while this is written, see their row's variables. */
final class RowsText extends WrittenText {
    private final List<CharSequence> rows;
    private final String between;
    private final Loop loop;
    private final IEngineContext live;

    RowsText(List<CharSequence> rows, String between, Loop loop, IEngineContext live) {
        this.rows = rows;
        this.between = between;
        this.loop = loop;
        this.live = live;
    }

    @Override
    void writeTo(Writer out) throws IOException {
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                out.write(between);
            }
            if (rows.get(i) instanceof InsertedText row && row.hasHoles()) {
                writeInLoop(i, row, out);
            } else if (rows.get(i) instanceof WrittenText row) {
                row.write(out);
            } else {
                out.write(rows.get(i).toString());
            }
        }
    }

    private void writeInLoop(int index, InsertedText row, Writer out) throws IOException {
        live.increaseLevel();
        try {
            loop.enter(index, live);
            row.write(out);
        } finally {
            live.decreaseLevel();
        }
    }
}
