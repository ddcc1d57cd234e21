using System.Text.Json;

namespace Postvakt.Server.Operation;

/// <summary>The form of what goes over the operators' socket.</summary>
internal static class OperatorJson
{
    public static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
