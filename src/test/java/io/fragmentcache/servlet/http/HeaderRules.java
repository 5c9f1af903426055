package io.fragmentcache.servlet.http;

import io.fragmentcache.stage.Answer;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * Rules that every answer must keep, of RFC 9110, 9111, 9211, 9213 and 5861: those that linters of the web look for in a
 * single answer.
 */
final class HeaderRules {
    /** An answer, and what was asked. */
    record Asked(String method, boolean withTag, Answer answer) {
        String header(String name) {
            return answer.header(name);
        }

        boolean has(String name) {
            return answer.has(name);
        }

        List<String> directives(String name) {
            return has(name) ? List.of(header(name).toLowerCase(Locale.ROOT).split("\\s*,\\s*")) : List.of();
        }
    }

    private record Rule(String sentence, BiPredicate<Asked, Answer> holds) {}

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern TAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"");
    private static final Pattern DIRECTIVE = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+(=(\\d+|\"[^\"]*\"))?");
    private static final Pattern DATE =
            Pattern.compile("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
    private static final Pattern TYPE = Pattern.compile(
            "[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+(\\s*;\\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+="
                    + "([!#$%&'*+.^_`|~0-9A-Za-z-]+|\"[^\"]*\"))*");
    private static final Pattern METRIC = Pattern.compile(
            "[!#$%&'*+.^_`|~0-9A-Za-z-]+(;[!#$%&'*+.^_`|~0-9A-Za-z-]+=([!#$%&'*+.^_`|~0-9A-Za-z-]+|\"[^\"]*\"))*");
    private static final Pattern COOKIE = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+=[^\\s,;\"\\\\]*(;.*)?");

    /** Of which a second line would contradict the first. */
    private static final List<String> SINGLE = List.of(
            "ETag",
            "Content-Length",
            "Content-Type",
            "Date",
            "Last-Modified",
            "Location",
            "Age",
            "Expires",
            "Cache-Control",
            "CDN-Cache-Control",
            "Content-Location",
            "Retry-After");

    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "a date is told, well-formed",
                    (asked, answer) -> DATE.matcher(asked.header("Date")).matches()),
            new Rule(
                    "what may stand once stands once",
                    (asked, answer) -> SINGLE.stream()
                            .allMatch(name -> answer.headers()
                                            .getOrDefault(name, List.of())
                                            .size()
                                    <= 1)),
            new Rule(
                    "names are tokens, values have no line ends",
                    (asked, answer) -> answer.headers().entrySet().stream()
                            .allMatch(header -> TOKEN.matcher(header.getKey()).matches()
                                    && header.getValue().stream()
                                            .noneMatch(value -> value.matches("(?s).*[\\r\\n\\x00].*")))),
            new Rule(
                    "a length is a number, and that of the body",
                    (asked, answer) -> !asked.has("Content-Length")
                            || (asked.header("Content-Length").matches("\\d+")
                                    && (asked.method().equals("HEAD")
                                            || answer.status() == 304
                                            || answer.body().length
                                                    == Integer.parseInt(asked.header("Content-Length"))))),
            new Rule(
                    "a length and chunks exclude each other",
                    (asked, answer) -> !asked.has("Content-Length") || !asked.has("Transfer-Encoding")),
            new Rule(
                    "what has no body has none",
                    (asked, answer) -> (!asked.method().equals("HEAD") && !WITHOUT_BODY.contains(answer.status()))
                            || answer.body().length == 0),
            new Rule(
                    "what has no body has no chunks",
                    (asked, answer) -> !WITHOUT_BODY.contains(answer.status()) || !asked.has("Transfer-Encoding")),
            new Rule(
                    "what has a body has a type",
                    (asked, answer) -> answer.body().length == 0 || asked.has("Content-Type")),
            new Rule("the body came to its end", (asked, answer) -> answer.whole()),
            new Rule(
                    "a tag is well-formed",
                    (asked, answer) -> !asked.has("ETag")
                            || TAG.matcher(asked.header("ETag")).matches()),
            new Rule(
                    "304 answers a condition, and has the tag that matched",
                    (asked, answer) -> answer.status() != 304 || (asked.withTag() && asked.has("ETag"))),
            new Rule(
                    "304 answers GET and HEAD only",
                    (asked, answer) ->
                            answer.status() != 304 || Set.of("GET", "HEAD").contains(asked.method())),
            new Rule(
                    "a tag of a page is told only with 200 or 304",
                    (asked, answer) -> !asked.has("ETag") || Set.of(200, 304).contains(answer.status())),
            new Rule(
                    "whoever gets a cookie gets no tag",
                    (asked, answer) -> !asked.has("Set-Cookie") || !asked.has("ETag")),
            new Rule(
                    "a redirect says where to",
                    (asked, answer) ->
                            !Set.of(301, 302, 303, 307, 308).contains(answer.status()) || asked.has("Location")),
            new Rule(
                    "no range was asked of us, so none is told",
                    (asked, answer) -> answer.status() != 206 && !asked.has("Content-Range")),
            new Rule(
                    "directives are well-formed, each once",
                    (asked, answer) -> wellFormed(asked.directives("Cache-Control"))
                            && wellFormed(asked.directives("CDN-Cache-Control"))),
            new Rule(
                    "private and public exclude each other",
                    (asked, answer) -> !asked.directives("Cache-Control").containsAll(List.of("private", "public"))),
            new Rule(
                    "what is never stored has no age",
                    (asked, answer) -> !asked.directives("Cache-Control").contains("no-store")
                            || asked.directives("Cache-Control").stream()
                                    .noneMatch(said -> said.startsWith("max-age"))),
            new Rule(
                    "what is private is not for networks",
                    (asked, answer) ->
                            !asked.directives("Cache-Control").contains("private") || !asked.has("CDN-Cache-Control")),
            new Rule(
                    "networks are never told alone",
                    (asked, answer) -> !asked.has("CDN-Cache-Control") || asked.has("Cache-Control")),
            new Rule(
                    "what sets a cookie may not be kept for others",
                    (asked, answer) -> !asked.has("Set-Cookie") || !asked.has("CDN-Cache-Control")),
            new Rule(
                    "stale directives follow an age",
                    (asked, answer) ->
                            asked.directives("Cache-Control").stream().noneMatch(said -> said.startsWith("stale-"))
                                    || asked.directives("Cache-Control").stream()
                                            .anyMatch(said -> said.startsWith("max-age="))),
            new Rule(
                    "dates are well-formed, and nothing was changed after it was sent",
                    (asked, answer) -> dated(asked, "Last-Modified")
                            && dated(asked, "Expires")
                            && (!asked.has("Last-Modified")
                                    || !moment(asked.header("Last-Modified")).isAfter(moment(asked.header("Date"))))),
            new Rule(
                    "an age is a number of seconds",
                    (asked, answer) -> !asked.has("Age") || asked.header("Age").matches("\\d+")),
            new Rule(
                    "a type is well-formed, and of text it says in which characters",
                    (asked, answer) -> !asked.has("Content-Type")
                            || (TYPE.matcher(asked.header("Content-Type")).matches()
                                    && (!asked.header("Content-Type").startsWith("text/")
                                            || answer.status() != 200
                                            || asked.header("Content-Type")
                                                    .toLowerCase(Locale.ROOT)
                                                    .contains("charset=")))),
            new Rule(
                    "ranges that are not served are not offered",
                    (asked, answer) -> !asked.has("Accept-Ranges")
                            || asked.header("Accept-Ranges").equals("none")),
            new Rule(
                    "an address is one",
                    (asked, answer) ->
                            !asked.has("Location") || asked.header("Location").matches("[!#$&-;=?-\\[\\]_a-z~%A-Z]+")),
            new Rule(
                    "cookies are well-formed, and what sets one is for one",
                    (asked, answer) -> answer.headers().getOrDefault("Set-Cookie", List.of()).stream()
                                    .allMatch(each -> COOKIE.matcher(each).matches())
                            && (!asked.has("Set-Cookie")
                                    || asked.directives("Cache-Control").stream()
                                            .noneMatch(said -> said.equals("public") || said.startsWith("s-maxage")))),
            new Rule(
                    "timings are well-formed",
                    (asked, answer) -> !asked.has("Server-Timing")
                            || Arrays.stream(asked.header("Server-Timing")
                                            .split(",\\s*(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
                                    .allMatch(each -> METRIC.matcher(each.replaceAll("\\s*;\\s*", ";"))
                                            .matches())),
            new Rule(
                    "an error is told no age",
                    (asked, answer) -> answer.status() < 400
                            || asked.directives("Cache-Control").stream()
                                    .noneMatch(said -> said.startsWith("max-age="))),
            new Rule(
                    "what was stored was rendered now, and what is a hit was not",
                    (asked, answer) -> !asked.header("Cache-Status").contains("stored")
                            || asked.header("Cache-Status").contains("fwd=")),
            new Rule("Vary is a list of names, each once, or an asterisk", (asked, answer) -> varies(asked)),
            new Rule("Cache-Status can be read, and names this cache once", (asked, answer) -> status(asked)));

    private HeaderRules() {}

    private static boolean dated(Asked asked, String name) {
        return !asked.has(name) || DATE.matcher(asked.header(name)).matches();
    }

    private static Instant moment(String date) {
        return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }

    private static boolean wellFormed(List<String> directives) {
        List<String> names =
                directives.stream().map(said -> said.replaceFirst("=.*", "")).toList();
        return directives.stream().allMatch(said -> DIRECTIVE.matcher(said).matches())
                && names.stream().distinct().count() == names.size();
    }

    private static boolean varies(Asked asked) {
        List<String> names = asked.directives("Vary");
        return names.stream().allMatch(name -> TOKEN.matcher(name).matches())
                && names.stream().distinct().count() == names.size()
                && (!names.contains("*") || names.size() == 1);
    }

    /** RFC 9211, section 2: {@code hit} and {@code fwd} exclude each other; what was not forwarded was not stored. */
    private static boolean status(Asked asked) {
        if (!asked.has("Cache-Status")) {
            return true;
        }
        List<Field.Member> own;
        try {
            own = Field.parse(asked.header("Cache-Status")).stream()
                    .filter(member -> member.token().equals("fragments"))
                    .toList();
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
        if (own.size() != 1) {
            return false;
        }
        Map<String, Object> told = own.get(0).parameters();
        boolean hit = told.containsKey("hit");
        boolean forwarded = told.containsKey("fwd");
        return hit != forwarded
                && (!hit || Boolean.TRUE.equals(told.get("hit")))
                && (!told.containsKey("ttl") || told.get("ttl") instanceof Long)
                && (!hit || !told.containsKey("stored"))
                && (!hit || !told.containsKey("collapsed"))
                && (!forwarded
                        || Set.of("bypass", "method", "uri-miss", "vary-miss", "miss", "request", "stale", "partial")
                                .contains(told.get("fwd") instanceof Field.Token why ? why.text() : ""));
    }

    /** The sentences of all rules that the answer breaks. */
    static List<String> brokenBy(String method, boolean withTag, Answer answer) {
        Asked asked = new Asked(method, withTag, answer);
        List<String> broken = new ArrayList<>();
        for (Rule rule : RULES) {
            if (!rule.holds.test(asked, answer)) {
                broken.add(rule.sentence);
            }
        }
        return broken;
    }
}
