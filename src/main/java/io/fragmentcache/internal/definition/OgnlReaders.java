package io.fragmentcache.internal.definition;

import ognl.ObjectNullHandler;
import ognl.ObjectPropertyAccessor;
import ognl.OgnlException;
import ognl.OgnlRuntime;

/** What OGNL reads properties with. Loaded only where an engine evaluates OGNL: with Spring it may be absent. */
final class OgnlReaders {
    private OgnlReaders() {}

    /** Whether OGNL reads objects of this class by their getters: no application registered a reader of its own for it. */
    static boolean callGetters(Class<?> type) {
        try {
            return OgnlRuntime.getPropertyAccessor(type).getClass() == ObjectPropertyAccessor.class;
        } catch (OgnlException none) {
            return false;
        }
    }

    /** Whether OGNL leaves null what a getter of this class gives as null. */
    static boolean leaveNull(Class<?> type) {
        try {
            return OgnlRuntime.getNullHandler(type).getClass() == ObjectNullHandler.class;
        } catch (OgnlException none) {
            return false;
        }
    }
}
