namespace Postvakt.Documents.Outside;

internal enum WorkerVerb : byte
{
    Unpack = 1,
    Match = 2,
    Likeness = 3,
    Codes = 4,
}
