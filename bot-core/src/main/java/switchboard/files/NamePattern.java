package switchboard.files;

/** Patterns of files' names: {@code *} stands for any characters, slashes too, and {@code ?} for one. */
final class NamePattern {

    private NamePattern() {}

    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** Takes no longer than the product of both lengths: only the last star is ever tried again. */
    static boolean matches(String pattern, String name) {
        var wanted = pattern.codePoints().toArray();
        var given = name.codePoints().toArray();
        var at = 0;
        var star = -1;
        var resumes = 0;
        for (var next = 0; next < given.length; ) {
            if (at < wanted.length && wanted[at] == '*') {
                star = at++;
                resumes = next;
            } else if (at < wanted.length && (wanted[at] == '?' || wanted[at] == given[next])) {
                at++;
                next++;
            } else if (star >= 0) {
                at = star + 1;
                next = ++resumes;
            } else {
                return false;
            }
        }
        while (at < wanted.length && wanted[at] == '*') {
            at++;
        }
        return at == wanted.length;
    }
}
