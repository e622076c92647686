package switchboard.command;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.stream.Stream;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.text.Markdown;

/** {@code /cd [path]}: shows or changes this chat's directory; another directory has a session of its own. */
@AutoService(SlashCommand.class)
public final class CdCommand implements SlashCommand {

    /** How many subdirectories are offered. */
    private static final int MOST = 20;

    @Override
    public String name() {
        return "cd";
    }

    @Override
    public String description() {
        return "Show or change this chat's folder; another folder starts a new session";
    }

    @Override
    public Reaction run(Invocation call) {
        return switch (call.argument()) {
            case "" -> show(call);
            case Moves.NOW -> Moves.now(call);
            default -> go(call);
        };
    }

    private static Reaction go(Invocation call) {
        var here = call.state().destination().directory();
        var directories = call.facts().directories();
        return switch (directories.check(call.argument(), here)) {
            case Directories.Unusable unusable -> call.say(unusable.reason());
            case Directories.Usable usable -> {
                if (usable.equals(directories.check(".", here))) {
                    yield call.say("You're in " + Markdown.code(usable.path()) + " already.");
                }
                var session = Session.fresh(usable.path(), null, call.now());
                yield Moves.go(call, session, "cd", Markdown.code(usable.path()) + " (new session)");
            }
        };
    }

    private static Reaction show(Invocation call) {
        var here = call.state().destination().directory();
        var directories = call.facts().directories();
        var parent = here.getParent();
        var below = directories.below(here);
        var buttons = Stream.concat(
                Stream.ofNullable(parent)
                        .filter(directories::isStillAllowed)
                        .map(up -> button("⬆ ..", up, directories)),
                below.stream().limit(MOST).map(down -> button("📁 " + down.getFileName(), down, directories)));
        var said = call.state().movesAtOnce()
                        || here.equals(call.state().session().directory())
                ? "You're in " + Markdown.code(here) + "."
                : "You're in " + Moves.directory(call.state().session()) + ", then in " + Markdown.code(here) + ".";
        var more = below.size() > MOST ? " (These are the first " + MOST + " of its folders.)" : "";
        var rows = Buttons.rows(2, buttons);
        var pick = rows.isEmpty() ? " Send /cd PATH to go elsewhere." : " Pick a folder, or send /cd PATH.";
        return Reaction.say(call.state(), new Reply(said + pick + more, rows));
    }

    private static Reply.Button button(String label, Path to, Directories directories) {
        var home = directories.home();
        var path = to.startsWith(home) && !to.equals(home) ? Path.of("~").resolve(home.relativize(to)) : to;
        return new Reply.Button(label, "/cd " + QuotedPath.quote(path.toString()));
    }
}
