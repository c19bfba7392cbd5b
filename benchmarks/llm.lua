-- Sends one chat completion after the other and ends with a line "p50_ms rate errors". The temperature keeps every answer out of every cache.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("LLM_BENCH_KEY")
for name, value in string.gmatch(os.getenv("LLM_BENCH_HEADERS") or "", "([%w-]+)=(%S+)") do wrk.headers[name] = value end
wrk.body = '{"model":"' .. os.getenv("LLM_BENCH_MODEL") .. '","messages":[{"role":"user","content":"How thick are the rings of Saturn?"}],"temperature":0.7}'

done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("%.4f %.1f %d\n", latency:percentile(50) / 1000, summary.requests / (summary.duration / 1000000),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
