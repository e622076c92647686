package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.stream.Collectors;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /provider}: the agent that answers here, what it can do, and how another one is chosen. */
@AutoService(SlashCommand.class)
public final class ProviderCommand implements SlashCommand {

    @Override
    public String name() {
        return "provider";
    }

    @Override
    public String description() {
        return Texts.of("help.provider");
    }

    /** An engine has one agent, so there is nothing to switch to in a chat. */
    @Override
    public Reaction run(Invocation call) {
        var agent = call.facts().agent();
        var provider = call.facts().provider();
        var name = Markdown.text(agent.nameFirst());
        var id = Markdown.code(agent.id());
        var title = provider.version()
                .get()
                .map(version -> Texts.of("provider.withVersion", name, id, Markdown.text(version)))
                .orElseGet(() -> Texts.of("provider.is", name, id));
        var can = Arrays.stream(Capability.values())
                .filter(provider.capabilities()::contains)
                .map(each -> Texts.of("list.item", word(each)))
                .collect(Collectors.joining("\n"));
        var session = call.state().session();
        var other = session.used() && !session.agent().equals(agent.id())
                ? Texts.of("provider.otherSession", Markdown.code(session.agent()))
                : "";
        var asked = call.argument().isEmpty() ? "" : Texts.of("provider.cannotSwitch", Markdown.text(call.argument()));
        return call.say(Texts.together(asked, title) + (can.isEmpty() ? "" : "\n" + can) + "\n"
                + Texts.together(other, Texts.of("provider.only", id)));
    }

    private static String word(Capability capability) {
        return switch (capability) {
            case MODELS -> Texts.of("provider.models");
            case SKILLS -> Texts.of("provider.skills");
            case EFFORT -> Texts.of("provider.effort");
            case MODES -> Texts.of("provider.modes");
            case CONTEXT -> Texts.of("provider.context");
            case COMPACTION -> Texts.of("provider.compaction");
            case FORK -> Texts.of("provider.fork");
            case TRANSCRIPTS -> Texts.of("provider.transcripts");
            case UNDO -> Texts.of("provider.undo");
        };
    }
}
