/**
 * The load test: {@link switchboard.load.LoadTest} says marked words in many chats of a {@link switchboard.load.Subject} and examines every answer. It knows the engine
 * ({@link switchboard.load.EngineSubject}) and no front; a host can test its own front by a subject of its own.
 */
@NullMarked
package switchboard.load;

import org.jspecify.annotations.NullMarked;
