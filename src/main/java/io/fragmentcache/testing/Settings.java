package io.fragmentcache.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.thymeleaf.ITemplateEngine;

/**
 * What a check was told.
 *
 * @param templates names of those that no resolver lists
 * @param approve whether this run writes the lock
 * @param ci whether it runs where nothing may be approved
 * @param command that approves, for a person to copy
 */
record Settings(
        ITemplateEngine engine,
        String prefix,
        Path lock,
        List<Locale> locales,
        Set<String> templates,
        boolean approve,
        boolean ci,
        String command) {

    Settings withPrefix(String other) {
        return new Settings(engine, other, lock, locales, templates, approve, ci, command);
    }

    Settings withLock(Path other) {
        return new Settings(engine, prefix, other, locales, templates, approve, ci, command);
    }

    Settings withLocales(List<Locale> others) {
        return new Settings(engine, prefix, lock, others, templates, approve, ci, command);
    }

    Settings withTemplates(Set<String> others) {
        return new Settings(engine, prefix, lock, locales, others, approve, ci, command);
    }

    Settings withApprove(boolean other, String otherCommand) {
        return new Settings(engine, prefix, lock, locales, templates, other, ci, otherCommand);
    }

    Settings withCi(boolean other) {
        return new Settings(engine, prefix, lock, locales, templates, approve, other, command);
    }
}
