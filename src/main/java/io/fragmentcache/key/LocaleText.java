package io.fragmentcache.key;

import java.util.Locale;
import java.util.TreeSet;

/** Spells a locale so that no two locales are spelled alike: language tags write {@code no_NO_NY} as {@code nn-NO}. */
final class LocaleText {
    private LocaleText() {}

    static String of(Locale locale) {
        String tag = locale.toLanguageTag();
        if (Locale.forLanguageTag(tag).equals(locale)) {
            return tag;
        }
        StringBuilder text = new StringBuilder("!");
        text.append(locale.getLanguage()).append('/').append(locale.getScript()).append('/');
        text.append(locale.getCountry()).append('/').append(locale.getVariant());
        for (Character extension : new TreeSet<>(locale.getExtensionKeys())) {
            text.append('/').append(extension).append('=').append(locale.getExtension(extension));
        }
        return text.toString();
    }
}
