/** Parsed templates: finds elements, cuts bodies out, fills them in, renders them. */
@NullMarked
package io.fragmentcache.internal.template;

import org.jspecify.annotations.NullMarked;
