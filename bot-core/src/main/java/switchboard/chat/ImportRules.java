package switchboard.chat;

import java.util.Optional;
import switchboard.command.ImportCommand;
import switchboard.command.Reaction;

/** A session that comes as a file: it is expected, stored so, until it has arrived or it is clear that it does not come. Pure. */
final class ImportRules {

    private ImportRules() {}

    /** Empty if it is no longer expected. */
    static Optional<Reaction> on(ChatInternal.Imported imported, Situation here, ChatContext context) {
        var state = here.state();
        if (!imported.coming().equals(state.sessions().coming())
                || !here.departure().mayBegin()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (imported.outcome()) {
                    case ImportOutcome.Arrived arrived ->
                        ImportCommand.arrived(state, arrived.session(), context.facts());
                    case ImportOutcome.Refused refused -> ImportCommand.refused(state, refused.sentence());
                });
    }
}
