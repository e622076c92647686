package switchboard.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import switchboard.model.ChatState;
import switchboard.model.FileSearch;
import switchboard.model.Reply;
import switchboard.text.HiddenCharacters;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/** Files of the chat's directory as buttons, which send them. */
final class FoundFiles {

    /** The most characters of a path on a button. */
    private static final int LONGEST_LABEL = 40;

    private FoundFiles() {}

    /**
     * Offers the newest files.
     *
     * @param endings of their names, in lower case; empty for any
     * @param none the reply if no file was found
     */
    static Reaction newest(Invocation call, Set<String> endings, String none) {
        var directory = directory(call);
        var search = new FileSearch(directory, List.of(), endings);
        return Reaction.of(
                call.state(),
                look(
                        call,
                        search,
                        (now, found) -> found.files().isEmpty()
                                ? none(now, found, none)
                                : offer(now, call, directory, found, Texts.of("send.newest"))));
    }

    /** Looks for files, which may take a while. */
    static Reaction.Work<FileSearch.Found> look(
            Invocation call, FileSearch search, BiFunction<ChatState, FileSearch.Found, Reaction> then) {
        return Reaction.Work.of(() -> call.facts().files().find(call.state().id(), search), then);
    }

    /** Where what is asked now will run. */
    static Path directory(Invocation call) {
        return call.state().destination().directory();
    }

    static Reaction offer(ChatState now, Invocation call, Path directory, FileSearch.Found found, String text) {
        var rows = Buttons.rows(1, found.files().stream().map(file -> button(call, directory, file)));
        var more = found.isCut() ? Texts.of("send.more") : "";
        return Reaction.say(now, new Reply(Texts.together(text, more, unseen(found)), rows));
    }

    static Reaction none(ChatState now, FileSearch.Found found, String text) {
        return Reaction.say(now, Texts.together(text, unseen(found)));
    }

    private static String unseen(FileSearch.Found found) {
        return found.isWhole() ? "" : Texts.of("send.notAll");
    }

    private static Reply.Button button(Invocation call, Path directory, Path file) {
        var label = file.startsWith(directory) ? directory.relativize(file) : file;
        return new Reply.Button(
                Texts.of("send.button", HumanText.end(HiddenCharacters.replaced(label.toString(), "_"), LONGEST_LABEL)),
                "/file " + Places.typed(call, file));
    }

    /** A path in each way in which a person may have meant it. */
    static List<String> names(Invocation call, String typed) {
        var home = call.facts().directories().home();
        return Stream.concat(Stream.of(typed), QuotedPath.unquote(typed).stream())
                .map(name -> name.equals("~") || name.startsWith("~/") ? home + name.substring(1) : name)
                .toList();
    }
}
