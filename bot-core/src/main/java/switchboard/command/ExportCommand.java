package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Set;
import switchboard.text.Texts;

/** {@code /export}: sends this chat's session as a file, which {@code /import} takes over elsewhere. */
@AutoService(SlashCommand.class)
public final class ExportCommand implements SlashCommand {

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String description() {
        return Texts.of("help.export");
    }

    @Override
    public Reaction run(Invocation call) {
        var session = call.state().session();
        var exports = call.facts().provider().exports();
        if (!session.used() || exports.isEmpty()) {
            var isCopy = session.origin() != null;
            return call.say(Texts.of(isCopy ? "export.emptyCopy" : "export.empty"));
        }
        return Reaction.of(
                call.state(),
                new Reaction.SendMade(
                        exports.get().name(session, call.now()),
                        to -> exports.get().write(session, to)));
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.TRANSCRIPTS);
    }
}
