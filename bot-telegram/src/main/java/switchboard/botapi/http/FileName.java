package switchboard.botapi.http;

import java.util.Locale;
import switchboard.text.HiddenCharacters;

/** What a page says a file is called and is. */
final class FileName {

    private static final int LONGEST = 200;

    private FileName() {}

    /** The last part of a name, without what a person would not see: control characters and marks of direction. */
    static String of(String given) {
        var last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        var name = HiddenCharacters.removed(last).strip();
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return "file";
        }
        return name.length() <= LONGEST ? name : shortened(name);
    }

    /** Keeps the ending, by which programs know what it is. */
    private static String shortened(String name) {
        var dot = name.lastIndexOf('.');
        var ending = dot > name.length() - 12 ? name.substring(dot) : "";
        var end = LONGEST - ending.length();
        return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end) + ending;
    }

    /** A MIME type without parameters. */
    static String type(String given) {
        var type = given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.matches("[\\w.+-]+/[\\w.+-]+") ? type : "application/octet-stream";
    }
}
