using System.CommandLine;

namespace Postvakt.Cli.Verbs;
internal static class EvaluateVerb { public static Command Create() => new("evaluate", "Back-test"); }
