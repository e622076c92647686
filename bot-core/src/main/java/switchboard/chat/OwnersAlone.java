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

    /** The reply to a caller who may not decide so; the question stays open. */
    static Optional<Settlement> refusal(Caller caller, Question question, Decision decision) {
        return caller.isOwner() ? Optional.empty() : refusal(question, decision).map(why -> new Settlement(false, why));
    }

    /** The decision as far as the caller may make it. Who starts a plan does not bring back a mode before it that asks less. */
    static Decision within(Caller caller, Question question, Decision decision) {
        return !caller.isOwner() && question instanceof Question.Plan && decision instanceof Decision.Allow
                ? new Decision.AllowAsking()
                : decision;
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
