using Microsoft.AspNetCore.Http.Metadata;

namespace Postvakt.Server.Api;

/// <summary>How large a request to an endpoint may be, where that is more than usual.</summary>
internal sealed record RequestSize(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
