package io.fragmentcache.digest;

import io.fragmentcache.digest.DigestLock.Entry;
import io.fragmentcache.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a lock file line by line. Not thread-safe. */
final class LockParser {
    static final String FIRST_LINE = "# fragment-cache digests, format ";
    static final String FRAGMENTS = "[fragments]";
    static final String PARTS = "[parts]";
    static final String MESSAGES = "[messages]";
    static final String IS = " = ";
    static final String BEFORE = " before ";

    private static final Pattern CONFLICT = Pattern.compile("(<{7}|={7}|>{7}|\\|{7})( .*)?");
    private static final String HEX = "[0-9a-f]{32}";
    private static final Pattern LINE =
            Pattern.compile("(\\S.*)" + IS + "(" + HEX + ")(?:" + BEFORE + "(" + HEX + "(?:, " + HEX + ")*))?");
    private static final Pattern FORMAT = Pattern.compile(Pattern.quote(FIRST_LINE) + "(\\d{1,6})");

    private final String file;
    private final TreeMap<String, Entry> fragments = new TreeMap<>();
    private final TreeMap<String, Digest> parts = new TreeMap<>();
    private final TreeMap<String, Digest> messages = new TreeMap<>();
    private String section = "";
    private String fragment = "";

    LockParser(String file) {
        this.file = file;
    }

    DigestLock parse(String text) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (CONFLICT.matcher(lines.get(i)).matches()) {
                throw Problem.lockInConflict(file, i + 1);
            }
        }
        int format = format(lines.isEmpty() ? "" : lines.get(0));
        for (int i = 1; i < lines.size(); i++) {
            line(lines.get(i), i + 1);
        }
        return new DigestLock(format, fragments, parts, messages);
    }

    private int format(String first) {
        Matcher format = FORMAT.matcher(first);
        if (!format.matches()) {
            throw Problem.lockNotReadable(file, 1, first);
        }
        return Integer.parseInt(format.group(1));
    }

    private void line(String line, int number) {
        if (line.startsWith("#") && section.isEmpty()) {
            return;
        }
        if (line.equals(FRAGMENTS) || line.equals(PARTS) || line.equals(MESSAGES)) {
            section = line;
        } else if (section.equals(FRAGMENTS) && line.startsWith("  ") && fragments.get(fragment) != null) {
            fragments.computeIfPresent(fragment, (name, entry) -> with(entry, line));
        } else {
            digest(line, number);
        }
    }

    private static Entry with(Entry entry, String line) {
        List<String> tree = new ArrayList<>(entry.tree());
        tree.add(line);
        return new Entry(entry.digest(), entry.before(), tree);
    }

    private void digest(String line, int number) {
        Matcher matcher = LINE.matcher(line);
        boolean known = matcher.matches()
                && switch (section) {
                    case FRAGMENTS -> fragments.put(fragment = matcher.group(1), entry(matcher)) == null;
                    case PARTS -> parts.put(matcher.group(1), Digest.parse(matcher.group(2))) == null;
                    case MESSAGES -> messages.put(matcher.group(1), Digest.parse(matcher.group(2))) == null;
                    default -> false;
                };
        if (!known) {
            throw Problem.lockNotReadable(file, number, line);
        }
    }

    private static Entry entry(Matcher matcher) {
        List<Digest> before = new ArrayList<>();
        if (matcher.group(3) != null) {
            for (String digest : matcher.group(3).split(", ", -1)) {
                before.add(Digest.parse(digest));
            }
        }
        return new Entry(Digest.parse(matcher.group(2)), before, List.of());
    }
}
