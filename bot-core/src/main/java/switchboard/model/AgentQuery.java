package switchboard.model;

import java.util.List;

/**
 * What an agent can be asked besides its turns.
 *
 * @param <T> the answer
 */
public sealed interface AgentQuery<T> {

    /** The answer's type. */
    Class<T> answer();

    /** What fills the session's context? */
    record Context() implements AgentQuery<ContextUsage> {
        @Override
        public Class<ContextUsage> answer() {
            return ContextUsage.class;
        }
    }

    /** Which models are there? */
    record Models() implements AgentQuery<ModelList> {
        @Override
        public Class<ModelList> answer() {
            return ModelList.class;
        }
    }

    /** Work in this mode at once, the turn that is at work too. */
    record TakeMode(PermissionMode mode) implements AgentQuery<Taken> {
        @Override
        public Class<Taken> answer() {
            return Taken.class;
        }
    }

    /** It is so now. */
    record Taken() {}

    /**
     * How full the context is.
     *
     * @param percent from 0
     * @param tokens used, of {@code most}
     * @param parts what uses them
     */
    record ContextUsage(int percent, long tokens, long most, List<Part> parts) {
        public ContextUsage {
            parts = List.copyOf(parts);
        }

        /** What one kind of content takes. */
        public record Part(String name, long tokens) {}
    }

    /** The models to choose from. */
    record ModelList(List<Model> models) {
        public ModelList {
            models = List.copyOf(models);
        }

        /**
         * One model.
         *
         * @param name what a person chooses it by
         * @param fullName what the name stands for at present; empty if it is not known
         * @param description empty if there is none
         */
        public record Model(String name, String fullName, String description) {}
    }

    /**
     * What came of a query.
     *
     * @param <T> the answer
     */
    sealed interface Result<T> {}

    record Answered<T>(T answer) implements Result<T> {}

    /** @param why one sentence */
    record Unanswered<T>(String why) implements Result<T> {}
}
