package switchboard.claude.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import switchboard.claude.trust.TrustStore.Grant;
import switchboard.claude.trust.TrustStore.TrustedFile;
import switchboard.text.Texts;

/** The files of a scan, or their changes since a person trusted them, in full as plain text for people. Pure. */
public final class ProjectText {

    private ProjectText() {}

    /** Every file with its whole content. */
    public static String whole(ProjectScan scan) {
        return scan.files().stream()
                .map(file -> Texts.of("trust.text.file", file.name()) + "\n" + ended(file.content()))
                .collect(Collectors.joining("\n"));
    }

    /** The changes since a person trusted the files: removed lines with a minus, new lines with a plus. */
    public static String changes(Grant before, ProjectScan now) {
        var old = new LinkedHashMap<String, TrustedFile>();
        before.files().forEach(file -> old.put(file.name(), file));
        var parts = new ArrayList<String>();
        for (var file : now.files()) {
            var was = old.remove(file.name());
            if (was == null) {
                parts.add(Texts.of("trust.text.fileNew", file.name()) + "\n" + marked("+ ", lines(file.content())));
            } else if (!was.digest().equals(file.digest())) {
                parts.add(Texts.of("trust.text.fileChanged", file.name()) + "\n"
                        + changes(was.content(), file.content()));
            }
        }
        old.keySet().forEach(gone -> parts.add(Texts.of("trust.text.fileGone", gone) + "\n"));
        return String.join("\n", parts);
    }

    private static String changes(@Nullable String before, String now) {
        if (before == null) {
            return Texts.of("trust.text.notKept") + "\n" + ended(now);
        }
        var old = lines(before);
        var next = lines(now);
        var start = 0;
        while (start < Math.min(old.size(), next.size()) && old.get(start).equals(next.get(start))) {
            start++;
        }
        var end = 0;
        while (end < Math.min(old.size(), next.size()) - start
                && old.get(old.size() - 1 - end).equals(next.get(next.size() - 1 - end))) {
            end++;
        }
        if (old.equals(next)) {
            return Texts.of("trust.text.onlyBytes") + "\n";
        }
        return Texts.of("trust.text.fromLine", Integer.toString(start + 1)) + "\n"
                + marked("- ", old.subList(start, old.size() - end))
                + marked("+ ", next.subList(start, next.size() - end));
    }

    private static String ended(String content) {
        return content.endsWith("\n") ? content : content + "\n";
    }

    private static String marked(String mark, List<String> lines) {
        return lines.stream().map(line -> mark + line + "\n").collect(Collectors.joining());
    }

    /** The lines of a text. After a last line end comes an empty line, so a missing end is a difference. */
    private static List<String> lines(String text) {
        return Arrays.asList(text.split("\n", -1));
    }
}
