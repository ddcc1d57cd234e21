using System.Text.Json.Serialization;

namespace Postvakt.Cli.Output;

[JsonSerializable(typeof(Revision))]
internal sealed partial class CliJson : JsonSerializerContext;
