package switchboard.chat;

import java.util.Optional;
import switchboard.chat.ChatProtocol.Settlement;
import switchboard.model.Caller;
import switchboard.model.Decision;
import switchboard.model.Question;
import switchboard.text.Texts;

/** Decisions that only an owner makes: those that hold for more than this once. Pure. */
final class OwnersAlone {

    private OwnersAlone() {}

    /** What the caller is told who may not decide so; the question stays open. */
    static Optional<Settlement> refusal(Caller caller, Question question, Decision decision) {
        return caller.isOwner() ? Optional.empty() : refusal(question, decision).map(why -> new Settlement(false, why));
    }

    private static Optional<String> refusal(Question question, Decision decision) {
        return switch (decision) {
            case Decision.AllowAlways always -> Optional.of(Texts.of("owner.always"));
            case Decision.AllowEdits edits -> Optional.of(Texts.of("owner.edits"));
            case Decision.Allow allow ->
                switch (question) {
                    case Question.ProjectChanged changed -> Optional.of(Texts.of("owner.trust"));
                    case Question.OverBudget over ->
                        over.ofAll() ? Optional.of(Texts.of("owner.limit")) : Optional.empty();
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }
}
