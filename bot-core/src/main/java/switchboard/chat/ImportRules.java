package switchboard.chat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import switchboard.command.ImportCommand;
import switchboard.command.Reaction;
import switchboard.model.ChatState;

/** A session that comes as a file: it is expected, stored so, until it has arrived or it is clear that it does not come. Pure. */
final class ImportRules {

    private ImportRules() {}

    /** What is to be got since {@code before}; null for a chat that begins again. */
    static List<Effect> begun(@Nullable ChatState before, ChatState next) {
        var coming = next.coming();
        return coming == null || (before != null && coming.equals(before.coming()))
                ? List.of()
                : List.of(new Effect.Import(coming));
    }

    /** Empty if it is expected no more. */
    static Optional<Reaction> on(ChatInternal.Imported imported, Situation here, ChatContext context) {
        var state = here.state();
        if (!imported.coming().equals(state.coming()) || !here.departure().mayBegin()) {
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
