package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.text.Markdown;
import switchboard.text.Texts;

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
        return Texts.of("help.help");
    }

    @Override
    public Reaction run(Invocation call) {
        var isOwner = call.caller().isOwner();
        var catalogue = call.facts().catalogue();
        var commands = Stream.of(catalogue.listed(), catalogue.signed())
                .flatMap(List::stream)
                .filter(command -> isOwner || !command.needsOwner())
                .map(HelpCommand::line)
                .collect(Collectors.joining("\n"));
        return call.say(greeting(call) + "\n\n" + commands + (isOwner ? "" : "\n\n" + Texts.of("start.user")));
    }

    private static String greeting(Invocation call) {
        var session = call.state().session();
        var mode = call.facts().modeOf(call.state().settings());
        return String.join(
                "\n",
                Texts.of("start.greeting", Markdown.code(session.directory())),
                "",
                session.isEmpty()
                        ? Texts.of("start.noSession")
                        : Texts.of("start.session", Markdown.code(session.id().brief())),
                Texts.of("start.mode", mode.word(), mode.meaning()));
    }

    private static String line(SlashCommand command) {
        var description = Markdown.text(command.description());
        if (!command.sign().isEmpty()) {
            return description;
        }
        var aliases = command.aliases().stream().map(alias -> "/" + alias).collect(Collectors.joining(", "));
        return aliases.isEmpty()
                ? Texts.of("start.command", command.name(), description)
                : Texts.of("start.commandAndAliases", command.name(), aliases, description);
    }
}
