package io.fragmentcache.servlet.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a list of tokens with parameters as RFC 8941, section 4.2, says; anything else is an error. */
final class Field {
    /** A member, with its parameters: true, a number, a token or a text. */
    record Member(String token, Map<String, Object> parameters) {}

    /** A token where a text could stand. */
    record Token(String text) {}

    private final String text;
    private int at;

    private Field(String text) {
        this.text = text;
    }

    static List<Member> parse(String text) {
        Field field = new Field(text);
        List<Member> members = new ArrayList<>();
        field.blanks();
        while (true) {
            members.add(field.member());
            field.blanks();
            if (field.at == text.length()) {
                return members;
            }
            field.expect(',');
            field.blanks();
        }
    }

    private Member member() {
        String token = token();
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (next(';')) {
            at++;
            blanks();
            String key = key();
            Object value = true;
            if (next('=')) {
                at++;
                value = value();
            }
            if (parameters.put(key, value) != null) {
                throw new IllegalArgumentException(key + " twice: " + text);
            }
        }
        return new Member(token, parameters);
    }

    private Object value() {
        char first = peek();
        if (first == '"') {
            return string();
        }
        if (first == '-' || Character.isDigit(first)) {
            return number();
        }
        return new Token(token());
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char character = take();
            if (character == '\\') {
                character = take();
                if (character != '"' && character != '\\') {
                    throw wrong();
                }
            }
            if (character < 0x20 || character > 0x7E) {
                throw wrong();
            }
            value.append(character);
        }
        at++;
        return value.toString();
    }

    private Long number() {
        int from = at;
        at += peek() == '-' ? 1 : 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at - from > 16) {
            throw wrong();
        }
        return Long.valueOf(text.substring(from, at));
    }

    private String token() {
        char first = peek();
        if (first != '*' && !letter(first)) {
            throw wrong();
        }
        return run(":/!#$%&'*+-.^_`|~", true);
    }

    private String key() {
        char first = peek();
        if (first != '*' && (first < 'a' || first > 'z')) {
            throw wrong();
        }
        return run("_-.*", false);
    }

    private String run(String others, boolean upperCase) {
        int from = at;
        while (at < text.length()) {
            char character = text.charAt(at);
            boolean fits = (character >= 'a' && character <= 'z')
                    || (character >= '0' && character <= '9')
                    || (upperCase && letter(character))
                    || others.indexOf(character) >= 0;
            if (!fits) {
                break;
            }
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean letter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    private void blanks() {
        while (next(' ') || next('\t')) {
            at++;
        }
    }

    private boolean next(char expected) {
        return at < text.length() && text.charAt(at) == expected;
    }

    private char peek() {
        if (at == text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private char take() {
        char character = peek();
        at++;
        return character;
    }

    private void expect(char character) {
        if (take() != character) {
            throw wrong();
        }
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("at " + at + ": " + text);
    }
}
