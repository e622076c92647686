package switchboard.command;

import java.nio.file.Files;
import java.nio.file.Path;
import switchboard.model.Reply;
import switchboard.text.HiddenCharacters;
import switchboard.text.HumanText;

/** Folders on buttons, which go there. */
final class Places {

    /** The most characters of a folder's name on a button. */
    private static final int LONGEST_NAME = 28;

    private Places() {}

    /** Whether this chat may enter the folder now. */
    static boolean isOpen(Invocation call, Path folder) {
        return call.facts().directories().access(call.state().id(), folder) == Directories.Access.OPEN
                && Files.isDirectory(folder);
    }

    static Reply.Button button(Invocation call, String label, Path folder) {
        return new Reply.Button(label, "/cd " + typed(call, folder));
    }

    /** The folder's name, for a label. */
    static String name(Path folder) {
        var name = folder.getFileName();
        return HumanText.shortened(
                HiddenCharacters.replaced((name == null ? folder : name).toString(), "_"), LONGEST_NAME);
    }

    /** A path as a person types it. */
    static String typed(Invocation call, Path path) {
        var home = call.facts().directories().home();
        var isBelow = path.startsWith(home) && !path.equals(home);
        return QuotedPath.quote((isBelow ? Path.of("~").resolve(home.relativize(path)) : path).toString());
    }
}
