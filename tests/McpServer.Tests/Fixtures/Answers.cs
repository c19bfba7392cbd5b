namespace MctsAspire.McpServer.Tests.Fixtures;

/// <summary>Bodies as the gateway sends them.</summary>
internal static class Answers
{
    public const string Search =
        """
        {"domain":"reasoning","best_action":"Strategy: direct","stop_reason":"iterations","response":"Post sentries.","confidence":0.82,"answerable":true,
         "citations":[{"document_id":"night","title":"Night attack","passage_id":"night#1","start":0,"end":14,"text":"Post sentries."}],
         "mcts_stats":{"iterations":100,"root_visits":100,"root_value":0.5,"num_children":2,"best_action":"Strategy: direct","best_action_visits":70,
           "best_action_value":0.6,"action_stats":{"Strategy: direct":{"visits":70,"value":0.6,"value_sum":42,"num_children":3},
           "Strategy: compare":{"visits":29,"value":0.3,"value_sum":8.7,"num_children":1}},"total_simulations":100,"cache_hits":4,"cache_misses":96,
           "cache_hit_rate":0.04,"seed":7,"nodes":90,"depth":4,"principal_variation":["Strategy: direct","Conclude"],"stop_reason":"iterations"},
         "artifact_id":"a1","provider":"embedded","model":"reasoner","processing_time_ms":12.5}
        """;

    public const string Game =
        """
        {"domain":"tic_tac_toe","best_action":"center","stop_reason":"proven",
         "mcts_stats":{"iterations":100,"root_visits":100,"root_value":0.5,"num_children":1,"best_action":"center","best_action_visits":99,
           "best_action_value":0.5,"action_stats":{"center":{"visits":99,"value":0.5,"value_sum":49.5,"num_children":7,"proven_low":0.5,"proven_high":0.5}},
           "total_simulations":100,"cache_hits":0,"cache_misses":0,"cache_hit_rate":0,"seed":42,"nodes":90,"depth":9,
           "principal_variation":["center"],"stop_reason":"proven","shards":1,"shard_iterations":[100],"tree_hash":"00ff","elapsed_ms":0.5},
         "certificate":{"kind":"proven","epsilon":0,"delta":0,"decided":true,"action":"center","rollouts":0,"actions":[],"value":0.5,"statement":"The draw is proven."},
         "artifact_id":"a3","processing_time_ms":1}
        """;

    public const string Agent =
        """
        {"agent":"hrm","response":"Post sentries.","confidence":0.7,"processing_time_ms":3.5,
         "metadata":{"client_id":"client_0","thread_id":"t1","rag_enabled":true,"run_id":"r1","seed":42,"provider":"embedded","model":"reasoner",
           "answerable":true,"citations":[]}}
        """;

    public const string BestActionIsMissing =
        """
        {"domain":"reasoning","stop_reason":"exhausted","response":"The documents do not say.","confidence":0.1,"answerable":false,"citations":[],
         "mcts_stats":{"iterations":2,"root_visits":2,"root_value":0,"num_children":0,"action_stats":{},"total_simulations":2,"cache_hits":1,
           "cache_misses":1,"cache_hit_rate":0.5,"seed":7,"nodes":1,"depth":0,"principal_variation":[],"stop_reason":"exhausted"},
         "artifact_id":"a2","provider":"embedded","model":"reasoner","processing_time_ms":1}
        """;
}
