package switchboard.command;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /cd [path]}: shows or changes this chat's directory; another directory has a session of its own. */
@AutoService(SlashCommand.class)
public final class CdCommand implements SlashCommand {

    /** The most subdirectories that the reply offers. */
    private static final int MOST = 20;

    @Override
    public String name() {
        return "cd";
    }

    @Override
    public String description() {
        return Texts.of("help.cd");
    }

    @Override
    public Reaction run(Invocation call) {
        if (call.argument().isEmpty()) {
            return show(call);
        }
        return Moves.isNow(call.argument()) ? Moves.now(call) : go(call);
    }

    private static Reaction go(Invocation call) {
        var here = call.state().destination().directory();
        var directories = call.facts().directories();
        var chat = call.state().id();
        return switch (directories.check(chat, call.argument(), here)) {
            case Directories.Unusable unusable -> call.say(unusable.reason());
            case Directories.Usable usable -> {
                if (usable.equals(directories.check(chat, ".", here))) {
                    yield call.say(Texts.of("cd.already", Markdown.code(usable.path())));
                }
                var session = Session.fresh(usable.path(), null, call.now());
                yield Moves.go(call, session, "cd", Texts.of("cd.newSession", Markdown.code(usable.path())));
            }
        };
    }

    private static Reaction show(Invocation call) {
        var here = call.state().destination().directory();
        var directories = call.facts().directories();
        var parent = here.getParent();
        var chat = call.state().id();
        var below = directories.below(chat, here);
        var up = Stream.ofNullable(parent)
                .filter(folder -> directories.access(chat, folder) == Directories.Access.OPEN)
                .map(folder -> Places.button(call, Texts.of("cd.button.up"), folder));
        var down = below.stream()
                .limit(MOST)
                .map(folder -> Places.button(call, Texts.of("cd.button.down", Places.name(folder)), folder));
        var said =
                call.state().movesAtOnce() || here.equals(call.state().session().directory())
                        ? Texts.of("cd.here", Markdown.code(here))
                        : Texts.of("cd.hereThen", Moves.directory(call.state().session()), Markdown.code(here));
        var more = below.size() > MOST ? Texts.of("cd.first", MOST) : "";
        var rows = Stream.of(Buttons.rows(2, bookmarks(call, here)), Buttons.rows(2, Stream.concat(up, down)))
                .flatMap(List::stream)
                .toList();
        var pick = rows.isEmpty() ? Texts.of("cd.type") : Texts.of("cd.pick");
        return Reaction.say(call.state(), new Reply(Texts.together(said, pick, more), rows));
    }

    private static Stream<Reply.Button> bookmarks(Invocation call, Path here) {
        return call.state().bookmarks().folders().stream()
                .filter(folder -> !folder.equals(here) && Places.isOpen(call, folder))
                .map(folder -> Places.button(call, Texts.of("bookmarks.button.go", Places.name(folder)), folder));
    }
}
