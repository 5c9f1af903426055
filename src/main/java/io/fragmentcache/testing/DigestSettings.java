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
record DigestSettings(
        ITemplateEngine engine,
        String prefix,
        Path lock,
        List<Locale> locales,
        Set<String> templates,
        boolean approve,
        boolean ci,
        String command) {

    DigestSettings withPrefix(String other) {
        return new DigestSettings(engine, other, lock, locales, templates, approve, ci, command);
    }

    DigestSettings withLock(Path other) {
        return new DigestSettings(engine, prefix, other, locales, templates, approve, ci, command);
    }

    DigestSettings withLocales(List<Locale> others) {
        return new DigestSettings(engine, prefix, lock, others, templates, approve, ci, command);
    }

    DigestSettings withTemplates(Set<String> others) {
        return new DigestSettings(engine, prefix, lock, locales, others, approve, ci, command);
    }

    DigestSettings withApprove(boolean other, String otherCommand) {
        return new DigestSettings(engine, prefix, lock, locales, templates, other, ci, otherCommand);
    }

    DigestSettings withCi(boolean other) {
        return new DigestSettings(engine, prefix, lock, locales, templates, approve, other, command);
    }
}
