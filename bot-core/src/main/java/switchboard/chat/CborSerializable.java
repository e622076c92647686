package switchboard.chat;

/**
 * A message that may go to another JVM. Who sends any there includes {@code switchboard/serialization.conf}, by which Pekko's
 * Jackson module writes it as CBOR.
 */
public interface CborSerializable {}
