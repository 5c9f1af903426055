/** What a browser and a proxy see: the request scope and the response headers. */
@NullMarked
package io.fragmentcache.servlet;

import org.jspecify.annotations.NullMarked;
