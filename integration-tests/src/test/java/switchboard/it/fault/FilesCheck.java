package switchboard.it.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import switchboard.it.anthropic.Digests;
import switchboard.it.fault.SentFiles.SentFile;
import switchboard.it.telegram.Chat;

/** The files of chats as a run leaves them. Only reads. */
final class FilesCheck {

    private FilesCheck() {}

    /** What is wrong with them; empty if nothing is. */
    static List<String> complaints(Path root, List<Talk> talks) throws IOException {
        var found = new ArrayList<String>();
        for (var talk : talks) {
            var directory = root.resolve(name(talk.chat()));
            var there = Files.isDirectory(directory) ? look(directory, talk, found) : Set.<String>of();
            talk.said().stream()
                    .filter(said -> Verdict.fate(said, talk.chat().messages()) == Verdict.Fate.ANSWERED)
                    .flatMap(said -> talk.files().with(said.prompt()).stream())
                    .filter(file -> !there.contains(file.digest()))
                    .forEach(file -> found.add("chat " + talk.plan().number() + " does not have " + file));
        }
        return found;
    }

    /** What lies in a chat's directory; not what its agent has made below it. */
    private static Set<String> look(Path directory, Talk talk, List<String> found) throws IOException {
        var own = talk.files().all().stream().map(SentFile::digest).collect(Collectors.toSet());
        var there = new HashSet<String>();
        mode(directory, "rwx------", found);
        try (var entries = Files.list(directory)) {
            for (var file : entries.filter(entry -> Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                var digest = Digests.sha256(Files.readAllBytes(file));
                there.add(digest);
                mode(file, "rw-------", found);
                if (!own.contains(digest)) {
                    found.add(directory.relativize(file) + " in the files of chat "
                            + talk.plan().number() + " is none that was sent there, or is not whole");
                }
            }
        }
        return there;
    }

    private static void mode(Path path, String expected, List<String> found) throws IOException {
        var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        if (!mode.equals(expected)) {
            found.add(path.getFileName() + " has mode " + mode);
        }
    }

    private static String name(Chat chat) {
        return chat.id() + (chat.thread() == 0 ? "" : "_" + chat.thread());
    }
}
