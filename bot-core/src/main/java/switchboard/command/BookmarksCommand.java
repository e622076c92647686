package switchboard.command;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import switchboard.model.Bookmarks;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /bookmarks}: the folders that this chat keeps at hand, with buttons to go there; {@code add [path]}, {@code remove [path]}. */
@AutoService(SlashCommand.class)
public final class BookmarksCommand implements SlashCommand {

    @Override
    public String name() {
        return "bookmarks";
    }

    @Override
    public String description() {
        return Texts.of("help.bookmarks");
    }

    @Override
    public Reaction run(Invocation call) {
        return switch (call.word()) {
            case "" -> list(call, call.state(), "");
            case "add" -> add(call);
            case "remove" -> remove(call);
            default -> call.say(Texts.of("bookmarks.unknownWord", Markdown.text(call.word())));
        };
    }

    private static Reaction add(Invocation call) {
        var typed = call.rest().isEmpty() ? "." : call.rest();
        return switch (call.facts().directories().check(call.state().id(), typed, here(call))) {
            case Directories.Unusable unusable -> call.say(unusable.reason());
            case Directories.Usable usable -> add(call, usable.path());
        };
    }

    private static Reaction add(Invocation call, Path folder) {
        var known = call.state().bookmarks();
        var named = Markdown.code(folder);
        if (known.has(folder)) {
            return list(call, call.state(), Texts.of("bookmarks.known", named));
        }
        return known.isFull()
                ? list(call, call.state(), Texts.of("bookmarks.full", Bookmarks.MOST))
                : list(
                        call,
                        call.state().with(ChatState::bookmarks, bookmarks -> bookmarks.with(folder)),
                        Texts.of("bookmarks.added", named));
    }

    private static Reaction remove(Invocation call) {
        var found = find(call);
        if (found.isEmpty()) {
            return list(call, call.state(), Texts.of("bookmarks.gone"));
        }
        return list(
                call,
                call.state().with(ChatState::bookmarks, bookmarks -> bookmarks.without(found.get())),
                Texts.of("bookmarks.removed", Markdown.code(found.get())));
    }

    /** By its number in the list, by its key, by its path, also if nothing is there any more, or this folder. */
    private static Optional<Path> find(Invocation call) {
        var typed = call.rest();
        var number = typed.matches("\\d{1,4}") ? Integer.parseInt(typed) : 0;
        var paths = call.facts().directories().paths(typed.isEmpty() ? "." : typed, here(call));
        var folders = call.state().bookmarks().folders();
        return IntStream.range(0, folders.size())
                .filter(index -> index + 1 == number
                        || key(folders.get(index)).equals(typed)
                        || paths.contains(folders.get(index)))
                .mapToObj(folders::get)
                .findFirst();
    }

    /** Names a bookmark in a button; does not depend on its place in a later list, and no other folder has it. */
    private static String key(Path folder) {
        return "#" + Buttons.mark(folder.toString());
    }

    private static Path here(Invocation call) {
        return call.state().destination().directory();
    }

    private static Reaction list(Invocation call, ChatState state, String before) {
        var folders = state.bookmarks().folders();
        var lines = new ArrayList<String>();
        var rows = new ArrayList<List<Reply.Button>>();
        for (var index = 0; index < folders.size(); index++) {
            var folder = folders.get(index);
            var isOpen = Places.isOpen(call, folder);
            lines.add(Texts.of(
                    "list.numbered",
                    index + 1,
                    isOpen ? Markdown.code(folder) : Texts.of("bookmarks.notNow", Markdown.code(folder))));
            var remove = new Reply.Button(
                    Texts.of("bookmarks.button.remove", index + 1), "/bookmarks remove " + key(folder));
            rows.add(
                    isOpen
                            ? List.of(
                                    Places.button(call, Texts.of("bookmarks.button.go", Places.name(folder)), folder),
                                    remove)
                            : List.of(remove));
        }
        if (!state.bookmarks().has(here(call)) && !state.bookmarks().isFull()) {
            rows.add(List.of(new Reply.Button(
                    Texts.of("bookmarks.button.add"), "/bookmarks add " + Places.typed(call, here(call)))));
        }
        var title = Texts.of(folders.isEmpty() ? "bookmarks.none" : "bookmarks.list");
        lines.addFirst(Texts.together(before, title));
        return Reaction.say(state, new Reply(String.join("\n", lines), rows));
    }
}
