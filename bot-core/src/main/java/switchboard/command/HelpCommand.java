package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.stream.Collectors;
import switchboard.text.Markdown;

/** {@code /help}, {@code /start}: a greeting with the state of this chat, and all commands. */
@AutoService(SlashCommand.class)
public final class HelpCommand implements SlashCommand {

    @Override
    public String name() {
        return "help";
    }

    @Override
    public List<String> aliases() {
        return List.of("start");
    }

    @Override
    public String description() {
        return "What this bot does, and all its commands";
    }

    @Override
    public Reaction run(Invocation call) {
        return call.say(greeting(call) + "\n\n"
                + call.facts().catalogue().listed().stream()
                        .map(HelpCommand::line)
                        .collect(Collectors.joining("\n")));
    }

    private static String greeting(Invocation call) {
        var session = call.state().session();
        var mode = call.facts().modeOf(call.state().settings());
        return String.join(
                "\n",
                "👋 Write what you want done; Claude Code does it here. Every chat works by itself, in its own directory.",
                "",
                "Directory: " + Markdown.code(session.directory()),
                "Session: "
                        + (session.used()
                                ? Markdown.code(session.id().brief())
                                : "none yet, your first message begins it"),
                "Mode: " + mode.word() + " (" + mode.meaning() + ")");
    }

    private static String line(SlashCommand command) {
        var aliases = command.aliases().isEmpty()
                ? ""
                : command.aliases().stream().map(alias -> "/" + alias).collect(Collectors.joining(", ", " (", ")"));
        return "/" + command.name() + aliases + " – " + Markdown.text(command.description());
    }
}
