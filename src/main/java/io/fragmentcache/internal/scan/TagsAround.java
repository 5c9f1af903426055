package io.fragmentcache.internal.scan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.util.EscapedAttributeUtils;

/**
 * What the tags around say that are open while a template is read: variables that they set, and how text in them is
 * inlined. Not thread-safe.
 */
final class TagsAround {
    private static final Set<String> STANDARD =
            Set.of("with", "object", "each", "inline", "switch", "fragment", "insert", "replace");
    private static final Set<String> LAYOUT = Set.of("fragment", "insert", "replace");
    private static final Set<String> CACHE = Set.of("each", CacheNames.HOLE, CacheNames.LIVE);
    private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

    /**
     * One attribute of a tag around.
     *
     * @param isStandard whether it is Thymeleaf's own
     * @param name without prefix
     */
    record Setting(boolean isStandard, String name, String value, Place place) {
        /** Whether what reads these words may be another thing because of it. */
        boolean concerns(Set<String> words) {
            return switch (name) {
                case "inline" -> true;
                case "object" -> words.contains("*");
                case "switch" -> words.contains("case");
                case "insert", "replace", "fragment" -> value.indexOf('(') >= 0 && anyOf(words);
                default -> anyOf(words);
            };
        }

        private boolean anyOf(Set<String> words) {
            return words(value).stream().anyMatch(words::contains);
        }
    }

    private final Dialects dialects;
    private final Deque<List<Setting>> open = new ArrayDeque<>();

    TagsAround(Dialects dialects) {
        this.dialects = dialects;
    }

    void open(IProcessableElementTag tag, TemplateSource source, TemplateMode mode) {
        List<Setting> settings = new ArrayList<>();
        for (IAttribute attribute : tag.getAllAttributes()) {
            var name = attribute.getAttributeDefinition().getAttributeName();
            String prefix = name.getPrefix();
            String local = name.getAttributeName();
            boolean isStandard = prefix != null && prefix.equals(dialects.standard());
            boolean matters = isStandard && STANDARD.contains(local)
                    || prefix != null && prefix.equals(dialects.layout()) && LAYOUT.contains(local)
                    || dialects.cache().equals(prefix) && CACHE.contains(local);
            if (matters && attribute.getValue() != null) {
                int line = attribute.hasLocation() ? attribute.getLine() : tag.getLine();
                settings.add(new Setting(
                        isStandard,
                        local,
                        lines(mode, EscapedAttributeUtils.unescapeAttribute(mode, attribute.getValue())),
                        source.place(line)));
            }
        }
        open.push(settings);
    }

    /** In markup the two ends of a line are one, as in all else that a digest covers. */
    private static String lines(TemplateMode mode, String value) {
        return mode.isMarkup() ? value.replace("\r\n", "\n") : value;
    }

    void close() {
        open.pop();
    }

    int size() {
        return open.size();
    }

    /** Those of all tags that are open now, the innermost first. */
    List<Setting> all() {
        List<Setting> all = new ArrayList<>();
        open.forEach(all::addAll);
        return all;
    }

    /**
     * Those that decide what is printed where these words are read, outermost last.
     *
     * @param words of all that is written inside
     */
    static List<Setting> concerning(List<Setting> around, Set<String> words) {
        Set<String> read = new HashSet<>(words);
        List<Setting> concerning = new ArrayList<>();
        List<Setting> rest = new ArrayList<>(around);
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Iterator<Setting> each = rest.iterator(); each.hasNext(); ) {
                Setting setting = each.next();
                if (setting.concerns(read)) {
                    each.remove();
                    concerning.add(setting);
                    read.addAll(words(setting.value()));
                    grows = true;
                }
            }
        }
        concerning.sort((one, other) -> Integer.compare(around.indexOf(one), around.indexOf(other)));
        return concerning;
    }

    /** Each word in a text, and a star where it reads what {@code th:object} chose. */
    static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        WORD.matcher(text).results().map(MatchResult::group).forEach(words::add);
        if (text.contains("*{") || text.contains("#object")) {
            words.add("*");
        }
        return words;
    }
}
